//! The scheduler: takes a run's words through both stages, many side by side and with no barrier
//! between the stages, until every word has its end or the run is told to stop.

use std::{
    collections::VecDeque,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use store::{DeadLetter, Finish, RunId, RunWord, Store};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    Clock, Kind, Nuance, Source,
    ask::{Answered, Asker, GivenUp, Unanswered},
    cards::{AskCards, kinds_for},
    flights::Flights,
    nuance::AskNuance,
};

/// Words looked up and finished in one transaction when they are answered already.
const SETTLED_AT_ONCE: usize = 256;

/// What makes runs: the store, and the requests under way in this process.
#[derive(Debug, Clone)]
pub struct Pipeline {
    store: Store,
    clock: Clock,
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
    /// Words taken side by side; may change while the run is under way.
    pub words_at_once: Arc<AtomicU32>,
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
        match self.open_words(&work).await {
            Ok(words) => self.work_on(words, work).await,
            Err(error) => Ended::Halted(Halt::Store(error)),
        }
    }

    /// The run's open words, after those were finished that need no request.
    async fn open_words(&self, work: &Work) -> Result<VecDeque<RunWord>, store::Error> {
        let shift = Shift::new(self, work);
        let mut open = VecDeque::new();
        let mut words = self.store.open_words(work.run)?.into_iter().peekable();
        while words.peek().is_some() && !work.stop.is_cancelled() {
            let mut finishes = Vec::new();
            for word in words.by_ref().take(SETTLED_AT_ONCE) {
                match shift.answered_before(&word)? {
                    Some(finish) => finishes.push(finish),
                    None => open.push_back(word),
                }
            }
            self.store.finish_words(finishes).await?;
        }
        open.extend(words);
        Ok(open)
    }

    async fn work_on(&self, mut words: VecDeque<RunWord>, work: Work) -> Ended {
        let shift = Arc::new(Shift::new(self, &work));
        let mut at_work = JoinSet::new();
        loop {
            while at_work.len() < work.most_at_once() && !work.stop.is_cancelled() {
                let Some(word) = words.pop_front() else { break };
                let shift = Arc::clone(&shift);
                at_work.spawn(async move { shift.take(word).await });
            }
            match at_work.join_next().await {
                None => break,
                Some(Ok(())) => {}
                // the word stays open; the others go on, and the run can be resumed
                Some(Err(panicked)) => {
                    tracing::error!(run = work.run, %panicked, "a word's task broke off");
                    shift.stopped_words.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        match (shift.halted.get(), words.is_empty() && !shift.left_open()) {
            (Some(halt), _) => Ended::Halted(halt.clone()),
            (None, true) => Ended::Finished,
            (None, false) => Ended::Stopped,
        }
    }
}

impl Work {
    fn most_at_once(&self) -> usize {
        self.words_at_once.load(Ordering::Relaxed).max(1) as usize
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
struct Shift {
    pipeline: Pipeline,
    work: Work,
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

    fn asker(&self) -> Asker<'_> {
        Asker {
            store: &self.pipeline.store,
            source: &self.work.source,
            flights: &self.pipeline.flights,
            run: self.work.run,
            clock: self.pipeline.clock,
            stop: &self.work.stop,
        }
    }

    /// How to finish a word whose two answers are on disk.
    fn answered_before(&self, word: &RunWord) -> Result<Option<Finish>, store::Error> {
        let asker = self.asker();
        let kept = &word.word.kept;
        let Some(nuance) = asker.kept(&AskNuance(kept))? else { return Ok(None) };
        let kinds = kinds_for(&self.work.kinds, kept, &nuance.answer);
        let ask = AskCards { word: kept, nuance: &nuance.answer, kinds: &kinds };
        Ok(asker.kept(&ask)?.map(|cards| self.finish(word, &nuance, &cards)))
    }

    /// Takes a word through both stages and writes how it ended.
    async fn take(&self, word: RunWord) {
        let _under_way = UnderWay::enter(&self.work.under_way);
        let ended = match self.both_stages(&word).await {
            Err(Unanswered::GivenUp(given_up)) => self.give_up(&word, given_up).await,
            ended => ended,
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

    async fn both_stages(&self, word: &RunWord) -> Result<(), Unanswered> {
        let (store, run) = (&self.pipeline.store, self.work.run);
        let asker = self.asker();
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
