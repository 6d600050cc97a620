//! The scheduler: takes a run's words through both stages, many side by side and with no barrier
//! between the stages, until every word has its end or the run is told to stop.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use futures_util::FutureExt as _;
use store::{DeadLetter, Finish, RunId, RunWord, Store};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    Clock, Kind, Nuance, Source,
    ask::{Answered, Asker, GivenUp, Unanswered},
    cards::{AskCards, kinds_for},
    flights::Flights,
    nuance::AskNuance,
    overnight,
    queue::{Hurried, PAGE, Queue},
};

/// What makes runs: the store, and the requests under way in this process.
#[derive(Debug, Clone)]
pub struct Pipeline {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    flights: Arc<Flights>,
}

/// One run's work.
#[derive(Debug, Clone)]
pub struct Work {
    /// The run.
    pub run: RunId,
    /// Where its answers come from.
    pub source: Source,
    /// Kinds of card wanted.
    pub kinds: Vec<Kind>,
    /// Requests that may be in flight, which decides how many words are taken side by side; may
    /// change while the run is under way.
    pub words_at_once: Arc<AtomicU32>,
    /// Words that somebody wants first.
    pub hurried: Arc<Hurried>,
    /// Whether requests are handed in by the batch, for about half the price and an answer within
    /// a day. Nothing of it concerns the dictionary.
    pub overnight: bool,
    /// When cancelled, requests under way finish and nothing new starts.
    pub stop: CancellationToken,
    /// Milliseconds that the run worked before.
    pub worked_before_ms: i64,
    /// Words between start and end, for the progress display.
    pub under_way: Arc<AtomicU32>,
}

/// How a run's work ended.
#[derive(Debug)]
pub enum Ended {
    /// Every word has its end.
    Finished,
    /// It was told to stop.
    Stopped,
    /// It stopped itself: every other word would have met the same.
    Halted(Halt),
}

/// Why a run stops itself.
#[derive(Debug, Clone)]
pub enum Halt {
    /// The model cannot be asked: key, credit, cap, network.
    Model(llm::Failure),
    /// The store cannot be written or read.
    Store(store::Error),
}

impl Pipeline {
    /// A pipeline over a store.
    #[must_use]
    pub fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock, flights: Arc::default() }
    }

    /// Works on a run until every word has its end or it stops. Words that are answered already
    /// are finished first and meet no limit and no network.
    pub async fn work(&self, work: Work) -> Ended {
        let shift = Arc::new(Shift::new(self, &work));
        let ended = async {
            shift.settle_answered().await?;
            if let Source::Model(model) = &work.source
                && work.overnight
            {
                overnight::pass(&shift, model).await?;
            }
            Ok(self.work_on(&shift, &work).await?)
        };
        ended.await.unwrap_or_else(Ended::Halted)
    }

    async fn work_on(&self, shift: &Arc<Shift>, work: &Work) -> Result<Ended, store::Error> {
        let mut queue = Queue::new(&self.store, work.run, &work.hurried);
        let mut at_work = JoinSet::new();
        let mut one_has_ended = false;
        loop {
            if !work.stop.is_cancelled() {
                shift.take_more(&mut queue, &mut at_work, work.most_at_once(one_has_ended))?;
            }
            tokio::select! {
                ended = at_work.join_next() => match ended {
                    None => break,
                    Some(_) => one_has_ended = true,
                },
                () = work.hurried.called() => {}
            }
        }
        Ok(match (shift.halted.get(), queue.is_exhausted() && !shift.left_open()) {
            (Some(halt), _) => Ended::Halted(halt.clone()),
            (None, true) => Ended::Finished,
            (None, false) => Ended::Stopped,
        })
    }
}

impl Work {
    /// As many words as requests may be in flight; once the learner has a first card, half as many
    /// again. While some wait to ask again, or for their replies to be on disk, others use their
    /// places; from the start they would stand in line before the first words' second stage.
    fn most_at_once(&self, one_has_ended: bool) -> usize {
        let places = self.words_at_once.load(Ordering::Relaxed).max(1) as usize;
        if one_has_ended { places + places / 2 } else { places }
    }
}

/// Counts a word as under way for as long as it lives.
struct UnderWay<'a>(&'a AtomicU32);

impl<'a> UnderWay<'a> {
    fn enter(count: &'a AtomicU32) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One stretch of work on a run, from start or resume to its end.
#[derive(Debug)]
pub(crate) struct Shift {
    pub(crate) pipeline: Pipeline,
    pub(crate) work: Work,
    started: Instant,
    halted: OnceLock<Halt>,
    stopped_words: AtomicU32,
}

impl Shift {
    fn new(pipeline: &Pipeline, work: &Work) -> Self {
        Self {
            pipeline: pipeline.clone(),
            work: work.clone(),
            started: Instant::now(),
            halted: OnceLock::new(),
            stopped_words: AtomicU32::new(0),
        }
    }

    fn left_open(&self) -> bool {
        self.stopped_words.load(Ordering::Relaxed) > 0
    }

    pub(crate) fn asker<'a>(&'a self, source: &'a Source) -> Asker<'a> {
        Asker {
            store: &self.pipeline.store,
            source,
            flights: &self.pipeline.flights,
            run: self.work.run,
            clock: self.pipeline.clock,
            stop: &self.work.stop,
        }
    }

    /// Finishes all words whose answers are on disk, many in one transaction.
    pub(crate) async fn settle_answered(&self) -> Result<(), store::Error> {
        let (store, run) = (&self.pipeline.store, self.work.run);
        let mut after = 0;
        loop {
            let words = store.open_words(run, after, PAGE)?;
            let Some(last) = words.last() else { return Ok(()) };
            after = last.position;
            let finishes = words.iter().filter_map(|word| self.answered_before(word).transpose());
            store.finish_words(finishes.collect::<Result<_, _>>()?).await?;
            if self.work.stop.is_cancelled() {
                return Ok(());
            }
        }
    }

    /// Takes what somebody wants first, and then more words until `most` are under way.
    fn take_more(
        self: &Arc<Self>,
        queue: &mut Queue<'_>,
        at_work: &mut JoinSet<()>,
        most: usize,
    ) -> Result<(), store::Error> {
        while let Some(taken) = queue.next_hurried()? {
            let (shift, urgent) = (Arc::clone(self), self.work.source.urgent());
            at_work.spawn(async move { shift.take(&taken.word, &urgent).await });
        }
        while at_work.len() < most {
            let Some(taken) = queue.next()? else { break };
            let shift = Arc::clone(self);
            at_work.spawn(async move { shift.take(&taken.word, &shift.work.source).await });
        }
        Ok(())
    }

    /// How to finish a word whose two answers are on disk.
    fn answered_before(&self, word: &RunWord) -> Result<Option<Finish>, store::Error> {
        let asker = self.asker(&self.work.source);
        let kept = &word.word.kept;
        let Some(nuance) = asker.kept(&AskNuance(kept))? else { return Ok(None) };
        let kinds = kinds_for(&self.work.kinds, kept, &nuance.answer);
        let ask = AskCards { word: kept, nuance: &nuance.answer, kinds: &kinds };
        Ok(asker.kept(&ask)?.map(|cards| self.finish(word, &nuance, &cards)))
    }

    /// Takes a word through both stages and writes how it ended.
    async fn take(&self, word: &RunWord, source: &Source) {
        let _under_way = UnderWay::enter(&self.work.under_way);
        let ended = AssertUnwindSafe(self.both_stages(word, source)).catch_unwind().await;
        let ended = match ended {
            Ok(Err(Unanswered::GivenUp(given_up))) => self.give_up(word, given_up).await,
            Ok(ended) => ended,
            Err(_panic) => self.give_up(word, self.broken_off(word, source)).await,
        };
        if let Err(unanswered) = ended {
            self.stopped_words.fetch_add(1, Ordering::Relaxed);
            if let Unanswered::Halted(halt) = unanswered {
                // the first reason is the one to show; the others follow from it
                let _ = self.halted.set(halt);
                self.work.stop.cancel();
            }
        }
    }

    async fn both_stages(&self, word: &RunWord, source: &Source) -> Result<(), Unanswered> {
        let (store, run) = (&self.pipeline.store, self.work.run);
        let asker = self.asker(source);
        let kept = &word.word.kept;
        let nuance = asker.answer(&AskNuance(kept)).await?;
        store.progress_word(run, word.word.id, Some(nuance.reply), nuance.requests).await?;
        if self.work.stop.is_cancelled() {
            return Err(Unanswered::Stopped);
        }
        let kinds = kinds_for(&self.work.kinds, kept, &nuance.answer);
        let ask = AskCards { word: kept, nuance: &nuance.answer, kinds: &kinds };
        let cards = asker.answer(&ask).await?;
        // both are queued before either is waited for: one commit takes them
        let counted = store.progress_word(run, word.word.id, None, cards.requests);
        store.finish_words(vec![self.finish(word, &nuance, &cards)]).await?;
        Ok(counted.await?)
    }

    fn finish<C>(&self, word: &RunWord, nuance: &Answered<Nuance>, cards: &Answered<C>) -> Finish {
        let worked = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
        Finish {
            run: self.work.run,
            word: word.word.id,
            nuance: nuance.reply,
            cards: cards.reply,
            needs_review: nuance.needs_review || cards.needs_review,
            elapsed_ms: self.work.worked_before_ms.saturating_add(worked),
        }
    }

    /// A fault of this program at one word, which the others must not suffer from. The panic's own
    /// words are in the log.
    fn broken_off(&self, word: &RunWord, source: &Source) -> GivenUp {
        let nuance = self.asker(source).kept(&AskNuance(&word.word.kept));
        GivenUp {
            stage: if matches!(nuance, Ok(Some(_))) { "cards" } else { "nuance" },
            code: "internal_error".into(),
            message: "Hanji itself failed at this word; that is a fault of the program. Try the \
                      word again, and report it if it fails again."
                .into(),
            attempts: 0,
            last_reply: None,
        }
    }

    async fn give_up(&self, word: &RunWord, given_up: GivenUp) -> Result<(), Unanswered> {
        tracing::warn!(run = self.work.run, stage = given_up.stage, code = %given_up.code, "gave a word up");
        let letter = DeadLetter {
            word: word.word.id,
            term: word.word.kept.term.clone(),
            stage: given_up.stage.into(),
            code: given_up.code,
            message: given_up.message,
            attempts: given_up.attempts,
            last_reply: given_up.last_reply,
        };
        let now = (self.pipeline.clock)();
        Ok(self.pipeline.store.fail_word(self.work.run, letter, now).await?)
    }
}
