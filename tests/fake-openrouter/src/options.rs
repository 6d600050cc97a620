//! What the server can be told, on the command line and in code alike.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::batch::BatchEnd;
use crate::dice::Dice;
use crate::ledger::Stage;
use crate::outcome::{Faults, Outcome, WordScript};
use crate::tls::Tls;

/// No answer takes more than so many times the tail's median.
const LONGEST_TAIL: f64 = 100.0;

/// How the server behaves; the default is a fast, faultless, unlimited one on a free port.
#[derive(Debug, Clone, PartialEq, clap::Args)]
pub struct Options {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8801")]
    pub listen: SocketAddr,
    /// Speak TLS, with such a certificate
    #[arg(long, value_enum)]
    pub tls: Option<Tls>,
    /// Milliseconds before each chat answer
    #[arg(long, default_value_t = 0)]
    pub latency_ms: u64,
    /// Up to this many milliseconds more, all equally likely
    #[arg(long, default_value_t = 0)]
    pub jitter_ms: u64,
    /// Milliseconds more with a long tail: half take this much or less, one in a hundred ten times
    /// as much (log-normal)
    #[arg(long, default_value_t = 0)]
    pub tail_ms: u64,
    /// Share of requests that end badly, as NAME=RATE,…; an unknown name lists all
    #[arg(long = "fault", value_name = "NAME=RATE,…", default_value = "")]
    pub faults: Faults,
    /// Outcomes of the first requests, in order of arrival; then the rates apply
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub script: Vec<Outcome>,
    /// Outcomes of the first requests about each word, in each stage; `--script` goes before
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub each: Vec<Outcome>,
    /// Outcomes of the first requests about one word, in place of `--each`; may be repeated
    #[arg(long = "word", value_name = "TERM=NAME,…")]
    pub words: Vec<WordScript>,
    /// Faults and scripts touch this stage alone
    #[arg(long, value_enum, value_name = "STAGE")]
    pub only: Option<Stage>,
    /// Seconds that a `429` asks to wait; without it an upstream provider refuses and names no
    /// time, as most do (`429-date` and its kin ask for one second then)
    #[arg(long, value_name = "SECONDS")]
    pub retry_after: Option<u64>,
    /// Hidden limit: requests in any 60 seconds
    #[arg(long)]
    pub rpm: Option<usize>,
    /// Hidden limit: tokens in any 60 seconds
    #[arg(long)]
    pub tpm: Option<u64>,
    /// Hidden limit: requests until reset, refused like the free models' daily limit
    #[arg(long)]
    pub rpd: Option<u64>,
    /// Hidden limit: requests at the same time
    #[arg(long)]
    pub max_in_flight: Option<usize>,
    /// US dollars before the account is out of credits
    #[arg(long, value_name = "USD")]
    pub credits: Option<f64>,
    /// The only key accepted; without it any key is, and none too
    #[arg(long)]
    pub key: Option<String>,
    /// Seconds for which a sign-in code is good
    #[arg(long, default_value_t = 600)]
    pub code_seconds: u64,
    /// Milliseconds until a batch is done
    #[arg(long, default_value_t = 0)]
    pub batch_ms: u64,
    /// How batches end
    #[arg(long, value_enum, default_value_t)]
    pub batch_end: BatchEnd,
    /// Outcomes of the first calls that hand in a batch; `reset-billed` takes it and says nothing
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub submit: Vec<Outcome>,
    /// Requests with a body to keep, for `GET /_requests`
    #[arg(long, default_value_t = 0, value_name = "COUNT")]
    pub keep: usize,
    /// Seed of answers, faults and jitter
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            tls: None,
            latency_ms: 0,
            jitter_ms: 0,
            tail_ms: 0,
            faults: Faults::default(),
            script: Vec::new(),
            each: Vec::new(),
            words: Vec::new(),
            only: None,
            retry_after: None,
            rpm: None,
            tpm: None,
            rpd: None,
            max_in_flight: None,
            credits: None,
            key: None,
            code_seconds: 600,
            batch_ms: 0,
            batch_end: BatchEnd::default(),
            submit: Vec::new(),
            keep: 0,
            seed: 1,
        }
    }
}

impl Options {
    /// How long the answer to this request takes.
    pub(crate) fn latency(&self, chance: &mut Dice) -> Duration {
        let jitter = if self.jitter_ms == 0 { 0 } else { chance.next() % (self.jitter_ms + 1) };
        let fixed = Duration::from_millis(self.latency_ms + jitter);
        if self.tail_ms == 0 {
            return fixed;
        }
        let tail = Duration::from_millis(self.tail_ms);
        fixed + tail.mul_f64(chance.normal().exp().min(LONGEST_TAIL))
    }

    /// Whether a fault may befall a question of this stage.
    pub(crate) fn touch(&self, stage: Stage) -> bool {
        self.only.is_none_or(|only| only == stage)
    }

    /// The outcomes in store for a word.
    pub(crate) fn script_of(&self, term: &str) -> &[Outcome] {
        let own = self.words.iter().find(|script| script.term == term);
        own.map_or(&self.each, |script| &script.outcomes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted_latencies(options: &Options) -> Vec<Duration> {
        let mut chance = Dice::new(5, &[]);
        let mut drawn: Vec<_> = (0..1000).map(|_| options.latency(&mut chance)).collect();
        drawn.sort();
        drawn
    }

    #[test]
    fn latency_is_fixed_or_spread_evenly_or_has_a_long_tail() {
        let ms = Duration::from_millis;
        let fixed = Options { latency_ms: 50, ..Options::default() };
        assert!(sorted_latencies(&fixed).iter().all(|latency| *latency == ms(50)));
        let even = sorted_latencies(&Options { jitter_ms: 100, ..fixed.clone() });
        assert!(even[0] < ms(55) && (ms(90)..ms(110)).contains(&even[500]) && even[999] > ms(145));
        let tail = sorted_latencies(&Options { tail_ms: 100, ..fixed });
        assert!(tail[0] >= ms(50) && (ms(130)..ms(170)).contains(&tail[500]), "{:?}", tail[500]);
        assert!((ms(700)..ms(1600)).contains(&tail[990]), "{:?}", tail[990]);
    }
}
