//! Runs as a person knows them: start, watch, pause, resume, cancel, try again, look at.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use pipeline::{Ended, Hurried, Model, Source, Work};
use store::{Keep, NewRun, RunEvent, Stretch};
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use crate::{
    App, Code, Import, Problem,
    app::lock,
    clients, clock,
    dto::{FailedWord, HoldUp, NotePage, RunSnapshot, RunState, Settings, Traffic},
    endpoint, left_behind, notes,
    run_lock::RunLock,
    snapshot, traffic,
};

/// The shortest time between two snapshots.
const SNAPSHOT_EVERY: Duration = Duration::from_millis(100);

/// How long requests under way may take to finish when Hanji quits.
const QUIT_WAIT: Duration = Duration::from_secs(10);

/// Runs shown in the list.
const RUNS_SHOWN: u32 = 50;

/// A run that this process works on.
pub(crate) struct Active {
    pub(crate) source: Source,
    pub(crate) stop: CancellationToken,
    pub(crate) started: Instant,
    pub(crate) done_at_start: u32,
    pub(crate) under_way: Arc<AtomicU32>,
    words_at_once: Arc<AtomicU32>,
    hurried: Arc<Hurried>,
    /// Whether the learner wants it to end where it stops.
    cancel: CancellationToken,
    ended: watch::Receiver<bool>,
}

/// A run's snapshots until it stands still; dropping it stops the reports, not the run.
#[derive(Debug)]
pub struct Watch {
    snapshots: mpsc::Receiver<RunSnapshot>,
    task: JoinHandle<()>,
}

impl Watch {
    /// The next snapshot; none after the last.
    pub async fn next(&mut self) -> Option<RunSnapshot> {
        self.snapshots.recv().await
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl App {
    /// Keeps the words read and starts a run over them with the settings in force.
    pub async fn start_run(&self) -> Result<i64, Problem> {
        let settings = self.settings();
        let kinds = settings.kinds_for_engine();
        // taken at once: what is read from now on belongs to the next run
        let mut import = self.take_import();
        let started = self.start_run_over(&mut import, Settings { kinds, ..settings }).await;
        if started.is_err() {
            self.give_back(import);
        }
        started
    }

    /// Keeps words and starts a run over them; gives its id at once.
    pub async fn start_run_over(
        &self,
        import: &mut Import,
        settings: Settings,
    ) -> Result<i64, Problem> {
        settings.validate()?;
        let words = self.words_of(import)?;
        if words.is_empty() {
            return Err(no_words(import));
        }
        let source = self.source(&settings, None).await?;
        let run = self.create_run(words, &settings).await?;
        self.work_on(run, source, &settings, self.take_run(run)?)?;
        Ok(run)
    }

    async fn create_run(&self, words: Vec<Keep>, settings: &Settings) -> Result<i64, Problem> {
        let now = clock::system();
        let words = self.0.store.keep_words(words, now).await?.words;
        let settings = serde_json::to_string(settings).map_err(Problem::internal)?;
        Ok(self.0.store.create_run(NewRun { settings, words, created_at: now }).await?)
    }

    /// What answers a run, new or gone on with, within what is left of its cap. What concerns the
    /// server and the account is not the run's to choose: caps of day and month, limits, and what
    /// providers may see hold as they are set now.
    async fn source(&self, settings: &Settings, run: Option<i64>) -> Result<Source, Problem> {
        let key = self.known_key(settings).await;
        let needs_key = settings.engine == crate::dto::Engine::Openrouter;
        // a server of one's own may need no key: then a missing keychain is no obstacle
        let key = if needs_key { key? } else { key.unwrap_or_default() };
        let key = key.map(crate::keys::Known::into_key);
        let Some(endpoint) = endpoint::endpoint(settings, key)? else {
            return Ok(Source::Dictionary);
        };
        let store = &self.0.store;
        left_behind::presume_spent(store, &self.0.data_dir)?;
        let committed = run.map_or(Ok(0), |run| store.committed_by_run(run))?;
        let client = self.0.clients.of(endpoint, settings, store)?;
        let client = client.for_run(clients::cap(settings.max_cost_usd)?, clients::usd(committed));
        let source = Source::Model(endpoint::model(settings, client));
        endpoint::learn_prices(&source, settings).await?;
        endpoint::learn_free_limit(&source, settings).await?;
        Ok(source)
    }

    /// Goes on with a run that has open words; fine when it is going already.
    pub async fn resume_run(&self, run: i64) -> Result<(), Problem> {
        self.stopping(run).await;
        if self.is_active(run) {
            return Ok(());
        }
        let (settings, source) = self.thaw(run).await?;
        self.work_on(run, source, &settings, self.take_run(run)?)
    }

    /// Puts failed words of a run back to work, all or those named.
    pub async fn retry_run(&self, run: i64, words: Option<Vec<i64>>) -> Result<(), Problem> {
        self.stopping(run).await;
        let (settings, source) = self.thaw(run).await?;
        let taken = self.take_run(run)?;
        self.0.store.retry_failed(run, words).await?;
        self.work_on(run, source, &settings, taken)
    }

    /// Changes the most that a run may spend, all its stretches of work together.
    pub async fn set_run_cap(&self, run: i64, max_cost_usd: Option<f64>) -> Result<(), Problem> {
        let settings = Settings { max_cost_usd, ..self.frozen_settings(run)? };
        settings.validate()?;
        let settings = serde_json::to_string(&settings).map_err(Problem::internal)?;
        self.0.store.set_run_settings(run, settings).await?;
        if let Some(Source::Model(model)) = lock(&self.0.active).get(&run).map(|run| &run.source) {
            model.client.set_run_cap(clients::cap(max_cost_usd)?);
        }
        Ok(())
    }

    /// A run's settings, and what answers it now.
    async fn thaw(&self, run: i64) -> Result<(Settings, Source), Problem> {
        let settings = self.frozen_settings(run)?.within(&self.settings());
        settings.validate()?;
        let source = self.source(&settings, Some(run)).await?;
        Ok((settings, source))
    }

    /// Waits for a run that was asked to stop.
    async fn stopping(&self, run: i64) {
        let ended = lock(&self.0.active)
            .get(&run)
            .filter(|active| active.stop.is_cancelled())
            .map(|active| active.ended.clone());
        if let Some(mut ended) = ended {
            // a closed channel means that it ended, too
            let _ = ended.wait_for(|ended| *ended).await;
        }
    }

    /// Takes a run for this stretch of work, unless somebody has it.
    fn take_run(&self, run: i64) -> Result<RunLock, Problem> {
        if self.is_active(run) {
            return Err(Problem::new(Code::RunBusy, "This run is still going.")
                .with_hint("Wait for it to finish, or pause it.")
                .retryable());
        }
        RunLock::take(&self.0.data_dir, run)
    }

    /// Asks a run to stop: requests under way finish, because they are billed anyway.
    pub fn pause_run(&self, run: i64) {
        if let Some(active) = lock(&self.0.active).get(&run) {
            active.stop.cancel();
        }
    }

    /// Takes a word of a run under way before all others: somebody waits for it.
    pub fn hurry_word(&self, run: i64, word: i64) {
        if let Some(active) = lock(&self.0.active).get(&run) {
            active.hurried.hurry(word);
        }
    }

    /// Ends a run with its open words left out.
    pub async fn cancel_run(&self, run: i64) -> Result<(), Problem> {
        if let Some(active) = lock(&self.0.active).get(&run) {
            active.cancel.cancel();
            active.stop.cancel();
            return Ok(());
        }
        left_behind::presume_spent(&self.0.store, &self.0.data_dir)?;
        let _taken = self.take_run(run)?;
        Ok(self
            .0
            .store
            .end_stretch(run, Stretch::resting(RunEvent::Cancelled, clock::system()))
            .await?)
    }

    /// Stops every run and waits up to ten seconds for the requests under way.
    pub async fn quit(&self) {
        let ends: Vec<_> = lock(&self.0.active)
            .values()
            .map(|active| {
                active.stop.cancel();
                active.ended.clone()
            })
            .collect();
        let all = async {
            for mut ended in ends {
                let _ = ended.wait_for(|ended| *ended).await;
            }
        };
        if tokio::time::timeout(QUIT_WAIT, all).await.is_err() {
            tracing::warn!("quit before all requests had finished; they will be found missing");
        }
    }

    /// Reports a run's snapshots, at most ten a second, until it stands still.
    pub fn watch_run(&self, run: i64) -> Result<Watch, Problem> {
        let first = self.snapshot(run)?;
        let (sender, snapshots) = mpsc::channel(1);
        let app = self.clone();
        let task = tokio::spawn(async move { app.report(first, &sender).await });
        Ok(Watch { snapshots, task })
    }

    async fn report(&self, first: RunSnapshot, sender: &mpsc::Sender<RunSnapshot>) {
        let mut last = first;
        loop {
            let stands_still = !self.is_active(last.run);
            // read after the run was seen to be at rest, so that the last report is the last word
            if let Ok(now) = self.snapshot(last.run) {
                last = now;
            }
            if sender.send(last.clone()).await.is_err() || stands_still {
                return;
            }
            tokio::time::sleep(SNAPSHOT_EVERY).await;
        }
    }

    /// Lets the runs under way take so many words side by side.
    pub(crate) fn let_more_words_in(&self, words_at_once: u32) {
        for active in lock(&self.0.active).values() {
            active.words_at_once.store(words_at_once, Ordering::Relaxed);
        }
    }

    fn is_active(&self, run: i64) -> bool {
        lock(&self.0.active).contains_key(&run)
    }

    /// Where a run stands.
    pub fn snapshot(&self, run: i64) -> Result<RunSnapshot, Problem> {
        let kept = self.0.store.run(run)?;
        let counts = self.0.store.counts(run)?;
        let settings = thawed(&kept.settings)?;
        let mut now = snapshot::of(&kept, &counts, &settings, lock(&self.0.active).get(&run));
        if let Some(traffic) = &mut now.traffic
            && settings.overnight
        {
            traffic.hold_up = self.overnight(run)?.or(traffic.hold_up.take());
        }
        if now.state == RunState::Paused {
            now.reason = now.reason.or_else(|| lock(&self.0.unwritten_reasons).get(&run).cloned());
        }
        Ok(now)
    }

    /// What a run waits for overnight.
    fn overnight(&self, run: i64) -> Result<Option<HoldUp>, Problem> {
        let waiting = self.0.store.waiting_in_batches(run)?;
        let seconds = |since| u32::try_from(clock::system() - since).unwrap_or_default().into();
        Ok(waiting.map(|(requests, since)| HoldUp::Overnight {
            requests,
            waited_seconds: seconds(since),
        }))
    }

    /// Earlier runs, newest first.
    pub fn runs(&self) -> Result<Vec<RunSnapshot>, Problem> {
        let runs = self.0.store.runs(RUNS_SHOWN)?;
        runs.into_iter().map(|run| self.snapshot(run.id)).collect()
    }

    /// The settings that a run froze.
    pub fn frozen_settings(&self, run: i64) -> Result<Settings, Problem> {
        thawed(&self.0.store.run(run)?.settings)
    }

    /// Finished notes of a run after a mark, at most `limit`.
    pub fn run_notes(&self, run: i64, after: u32, limit: u32) -> Result<NotePage, Problem> {
        let words = self.0.store.finished_words(run, after, limit.clamp(1, 500))?;
        let next = words.last().map_or(after, |word| word.finished);
        let contents = words.into_iter().map(notes::Content::of);
        let notes = contents.map(|content| content.map(|content| notes::view(&content)));
        Ok(NotePage { notes: notes.collect::<Result<_, _>>().map_err(Problem::internal)?, next })
    }

    /// Words a run gave up on.
    pub fn run_failures(&self, run: i64) -> Result<Vec<FailedWord>, Problem> {
        let letters = self.0.store.dead_letters(run)?.into_iter();
        let failed = letters.map(|letter| FailedWord {
            word: letter.word,
            term: letter.term,
            stage: letter.stage,
            code: letter.code,
            message: letter.message,
            attempts: letter.attempts,
            last_reply: letter.last_reply,
        });
        Ok(failed.collect())
    }

    fn work_on(
        &self,
        run: i64,
        source: Source,
        settings: &Settings,
        taken: RunLock,
    ) -> Result<(), Problem> {
        let kept = self.0.store.run(run)?;
        let stop = CancellationToken::new();
        let cancel = CancellationToken::new();
        let under_way = Arc::new(AtomicU32::new(0));
        let (end, ended) = watch::channel(false);
        let hurried = Arc::<Hurried>::default();
        let words_at_once = Arc::new(AtomicU32::new(settings.concurrency));
        let counts = self.0.store.counts(run)?;
        let active = Active {
            source: source.clone(),
            stop: stop.clone(),
            started: Instant::now(),
            done_at_start: counts.done + counts.needs_review,
            under_way: Arc::clone(&under_way),
            words_at_once: Arc::clone(&words_at_once),
            hurried: Arc::clone(&hurried),
            cancel: cancel.clone(),
            ended,
        };
        lock(&self.0.active).insert(run, active);
        lock(&self.0.unwritten_reasons).remove(&run);
        let work = Work {
            run,
            source,
            kinds: settings.kinds.iter().copied().map(Into::into).collect(),
            words_at_once,
            hurried,
            overnight: settings.overnight,
            stop,
            worked_before_ms: kept.elapsed_ms,
            under_way,
        };
        let app = self.clone();
        tokio::spawn(async move {
            let worked = app.0.pipeline.work(work).await;
            app.end(run, worked, cancel.is_cancelled()).await;
            lock(&app.0.active).remove(&run);
            drop(taken);
            let _ = end.send(true);
        });
        Ok(())
    }

    /// Writes down how a run's work ended.
    async fn end(&self, run: i64, worked: Ended, cancelled: bool) {
        let (event, reason) = match worked {
            // the rows have the last word
            Ended::Finished if self.has_open_words(run) => (RunEvent::Stopped, None),
            Ended::Finished => (RunEvent::Finished, None),
            _ if cancelled => (RunEvent::Cancelled, None),
            Ended::Stopped => (RunEvent::Stopped, None),
            Ended::Halted(halt) => (RunEvent::Stopped, Some(Problem::from(halt))),
        };
        if let Some(reason) = &reason {
            tracing::warn!(run, code = ?reason.code, %reason, "a run paused itself");
        }
        let mut stretch = Stretch::resting(event, clock::system());
        stretch.reason = reason.as_ref().and_then(|reason| serde_json::to_string(reason).ok());
        if let Some(active) = lock(&self.0.active).get(&run) {
            stretch.elapsed_ms = active.elapsed_ms();
            (stretch.requests, stretch.retries) = active.sent();
            stretch.presumed_pico_usd = active.presumed_pico_usd();
        }
        if let Err(error) = self.0.store.end_stretch(run, stretch).await {
            tracing::warn!(run, %error, "how the run ended could not be written down");
            lock(&self.0.unwritten_reasons).insert(run, reason.unwrap_or_else(|| error.into()));
        }
    }
}

impl App {
    fn has_open_words(&self, run: i64) -> bool {
        self.0.store.counts(run).is_ok_and(|counts| counts.pending + counts.nuance > 0)
    }
}

impl Active {
    /// Milliseconds since this stretch of work began.
    pub(crate) fn elapsed_ms(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    /// What goes on between the run and its server.
    pub(crate) fn traffic(&self, model: &str) -> Option<Traffic> {
        let Source::Model(Model { client, .. }) = &self.source else { return None };
        let under_way = self.under_way.load(Ordering::Relaxed);
        Some(traffic::of(&client.state(), model.trim(), under_way))
    }

    /// Requests sent in this stretch, and those of them that were sent again.
    pub(crate) fn sent(&self) -> (u32, u32) {
        let Source::Model(model) = &self.source else { return (0, 0) };
        let state = model.client.state();
        let clip = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        (clip(state.requests), clip(state.retries.values().sum()))
    }
}

impl Active {
    /// What this stretch is presumed to have been charged for requests that were never answered.
    fn presumed_pico_usd(&self) -> i64 {
        let Source::Model(model) = &self.source else { return 0 };
        i64::try_from(model.client.state().spending.presumed.pico()).unwrap_or(i64::MAX)
    }
}

fn thawed(settings: &str) -> Result<Settings, Problem> {
    serde_json::from_str(settings).map_err(Problem::internal)
}

fn no_words(import: &Import) -> Problem {
    if let Some((name, problem)) = import.refused().into_iter().next() {
        let message = format!("{name} could not be read: {}", problem.message);
        return Problem { message, ..problem };
    }
    Problem::new(Code::NoWords, "There are no Korean words to work on.").with_hint(
        "Choose a list with at least one word in hangul; `hanji words FILE` shows what was read.",
    )
}
