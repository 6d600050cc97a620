//! A run by batches: what its words need is handed in together, answered within a day for about
//! half the price, and collected, by this process or a later one. Replies that come so are on disk
//! like all others; what no batch answered well is left to be asked as usual.

mod due;

use std::{collections::HashMap, collections::HashSet, time::Duration};

use llm::{Batch, BatchAnswer, BatchQuestion, BatchStage, Class, Client, Failure, NotTaken};
use llm::{SetAside, Usd};
use store::{BatchId, BatchRequest, BatchUnderWay, NewBatch, NewReply, Store};

use crate::{Halt, Model, recorder::Asked, run::Shift, stage::stage_named};
use due::Due;

/// Requests in a batch at most. Its answers come in one body, of which we read 8 MB.
const MOST_REQUESTS: usize = 500;

/// How long after handing in the first look is taken; each further one twice as long after.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The longest time between two looks.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Looks in a row that may fail.
const MOST_MISSED: u32 = 10;

/// Batches in a row that may be lost on their way to the server.
const MOST_LOST: u32 = 3;

/// Seconds by which the server's clock may be behind ours.
const CLOCKS_APART: i64 = 120;

/// Takes a run's open words as far as batches can, until none has anything to hand in or to wait
/// for, or the run is told to stop.
pub(crate) async fn pass(shift: &Shift, model: &Model) -> Result<(), Halt> {
    let night = Night { shift, model, under_way: Vec::new(), missed: 0, lost: 0 };
    night.pass().await
}

/// The batches of this run in this stretch of work, and those of other runs on the same server:
/// whoever looks first keeps the answers for all.
struct Night<'a> {
    shift: &'a Shift,
    model: &'a Model,
    under_way: Vec<UnderWay<'a>>,
    missed: u32,
    lost: u32,
}

struct UnderWay<'a> {
    batch: BatchUnderWay,
    /// What it may cost; another run's is that one's to set aside.
    aside: Option<SetAside<'a>>,
}

/// What a look at a batch told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    UnderWay,
    Over,
}

impl<'a> Night<'a> {
    async fn pass(mut self) -> Result<(), Halt> {
        self.take_up().await?;
        loop {
            let mut due = Due::of(self.shift).await?;
            self.shift.settle_answered().await?;
            if due.is_over() {
                return Ok(());
            }
            let mut pause = FIRST_PAUSE;
            loop {
                self.hand_in(&mut due).await?;
                if !self.rest(pause).await {
                    return Ok(());
                }
                if self.look().await? {
                    break;
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }

    /// Whether there was a rest, and no call to stop.
    async fn rest(&self, pause: Duration) -> bool {
        tokio::select! {
            biased;
            () = self.shift.work.stop.cancelled() => false,
            () = tokio::time::sleep(pause) => true,
        }
    }

    fn store(&self) -> &'a Store {
        &self.shift.pipeline.store
    }

    fn client(&self) -> &'a Client {
        &self.model.client
    }

    fn server(&self) -> &'a str {
        self.client().endpoint().base_url().as_str()
    }

    /// Takes the batches of earlier stretches up again.
    async fn take_up(&mut self) -> Result<(), Halt> {
        for batch in self.store().batches_under_way(self.server())? {
            let is_ours = batch.run == self.shift.work.run;
            let worst = Usd::from_pico(u64::try_from(batch.worst_pico_usd).unwrap_or_default());
            let aside = is_ours.then(|| self.client().set_aside_again(worst));
            if let Some(aside) = &aside {
                self.note_owed(aside).await?;
            }
            self.under_way.push(UnderWay { batch, aside });
        }
        Ok(())
    }

    /// Hands in what there is room for within the caps.
    async fn hand_in(&mut self, due: &mut Due) -> Result<(), Halt> {
        for asked in due.by_stage() {
            let mut most = MOST_REQUESTS;
            while !asked.is_empty() && !self.shift.work.stop.is_cancelled() {
                let size = asked.len().min(most);
                let questions: Vec<_> =
                    asked[..size].iter().map(|asking| asking.question.clone()).collect();
                match self.client().set_aside(&questions) {
                    Ok(Some(aside)) => {
                        let requests = asked.drain(..size).map(|asking| asking.request).collect();
                        self.submit(&questions, requests, aside).await?;
                    }
                    Ok(None) => break,
                    Err(_) if size > 1 => most = size / 2,
                    // what is under way is paid for: it is collected before the run stops
                    Err(_) if self.under_way.iter().any(|batch| batch.aside.is_some()) => break,
                    Err(full) => return Err(Halt::Model(full)),
                }
            }
        }
        Ok(())
    }

    /// Hands a batch in. It is written down before, so that none is handed in twice.
    async fn submit(
        &mut self,
        questions: &[BatchQuestion],
        requests: Vec<BatchRequest>,
        aside: SetAside<'a>,
    ) -> Result<(), Halt> {
        self.note_owed(&aside).await?;
        let mut batch = self.note(requests, aside.worst()).await?;
        let taken = self.client().hand_in(&batch.model, questions, &self.shift.work.stop).await;
        match taken {
            Ok(Batch { id, .. }) => {
                self.lost = 0;
                self.taken(&mut batch, id).await?;
                tracing::info!(run = batch.run, requests = batch.requests, "handed a batch in");
            }
            Err(NotTaken::Refused(failure)) => {
                self.store().drop_batch(batch.id).await?;
                let is_stop = failure.class == Class::Cancelled;
                return if is_stop { Ok(()) } else { Err(Halt::Model(failure)) };
            }
            Err(NotTaken::Unheard(failure)) => {
                tracing::warn!(run = batch.run, %failure, "nobody knows whether a batch was taken");
            }
        }
        self.under_way.push(UnderWay { batch, aside: Some(aside) });
        Ok(())
    }

    async fn note(
        &self,
        requests: Vec<BatchRequest>,
        worst: Option<Usd>,
    ) -> Result<BatchUnderWay, Halt> {
        let (run, created_at) = (self.shift.work.run, (self.shift.pipeline.clock)());
        let worst = worst.map_or(0, Usd::pico);
        let worst_pico_usd = i64::try_from(worst).unwrap_or(i64::MAX);
        let count = u32::try_from(requests.len()).unwrap_or(u32::MAX);
        let (server, model) = (self.server().to_owned(), self.model.name.clone());
        let new =
            NewBatch { run, server, model: model.clone(), worst_pico_usd, created_at, requests };
        let id = self.store().note_batch(new).await?;
        let (remote, requests) = (None, count);
        Ok(BatchUnderWay { id, run, model, remote, worst_pico_usd, created_at, requests })
    }

    async fn taken(&self, batch: &mut BatchUnderWay, remote: String) -> Result<(), Halt> {
        batch.remote = Some(remote.clone());
        Ok(self.store().batch_taken(batch.id, remote).await?)
    }

    async fn note_owed(&self, aside: &SetAside<'_>) -> Result<(), Halt> {
        let Some(owed) = aside.unnoted() else { return Ok(()) };
        let pico = i64::try_from(owed.pico()).unwrap_or(i64::MAX);
        let now = (self.shift.pipeline.clock)();
        self.store().note_owed(self.shift.work.run, pico, now).await?;
        aside.noted(owed);
        Ok(())
    }

    /// Looks at all batches under way, and says whether one is over.
    async fn look(&mut self) -> Result<bool, Halt> {
        let mut one_is_over = self.refresh()?;
        for mut batch in std::mem::take(&mut self.under_way) {
            match self.look_at(&mut batch).await? {
                Seen::UnderWay => self.under_way.push(batch),
                Seen::Over => one_is_over = true,
            }
        }
        Ok(one_is_over)
    }

    /// Lets go of batches that others found over, and learns of those that others handed in.
    fn refresh(&mut self) -> Result<bool, Halt> {
        let mut kept: HashMap<BatchId, BatchUnderWay> = self
            .store()
            .batches_under_way(self.server())?
            .into_iter()
            .map(|batch| (batch.id, batch))
            .collect();
        let before = self.under_way.len();
        self.under_way.retain(|known| kept.remove(&known.batch.id).is_some());
        let one_is_over = self.under_way.len() < before;
        let others = kept.into_values().map(|batch| UnderWay { batch, aside: None });
        self.under_way.extend(others);
        Ok(one_is_over)
    }

    async fn look_at(&mut self, looked_at: &mut UnderWay<'a>) -> Result<Seen, Halt> {
        let is_ours = looked_at.aside.is_some();
        let Some(remote) = looked_at.batch.remote.clone() else {
            return if is_ours {
                self.find(&mut looked_at.batch).await
            } else {
                Ok(Seen::UnderWay)
            };
        };
        match self.client().batch(&remote).await.map(|batch| batch.stage) {
            Ok(BatchStage::UnderWay) => {
                self.missed = 0;
                Ok(Seen::UnderWay)
            }
            Ok(BatchStage::Answered(answers)) => {
                self.missed = 0;
                self.keep(looked_at, answers).await?;
                Ok(Seen::Over)
            }
            Ok(BatchStage::Ended(failure)) => {
                self.store().drop_batch(looked_at.batch.id).await?;
                if is_ours { Err(Halt::Model(failure)) } else { Ok(Seen::Over) }
            }
            Err(_) if !is_ours => Ok(Seen::UnderWay),
            Err(failure) => self.missed(failure),
        }
    }

    /// A look that told nothing. Nights are long; networks come back.
    fn missed(&mut self, failure: Failure) -> Result<Seen, Halt> {
        self.missed += 1;
        let passes = failure.class.is_outage() || failure.class == Class::RateLimited;
        if passes && self.missed < MOST_MISSED {
            return Ok(Seen::UnderWay);
        }
        Err(Halt::Model(failure))
    }

    /// Finds out whether a batch was taken of which nothing was heard.
    async fn find(&mut self, batch: &mut BatchUnderWay) -> Result<Seen, Halt> {
        let listed = match self.client().batches().await {
            Ok(listed) => listed,
            Err(failure) => return self.missed(failure),
        };
        let known: HashSet<String> = self.store().remote_batches()?.into_iter().collect();
        let may_be_it = |listed: &Batch| {
            listed.is_for(&batch.model)
                && listed.questions == batch.requests
                && listed.created_at >= batch.created_at - CLOCKS_APART
                && !known.contains(&listed.id)
        };
        let found = listed.into_iter().filter(may_be_it).min_by_key(|listed| listed.created_at);
        if let Some(found) = found {
            self.taken(batch, found.id).await?;
            return Ok(Seen::UnderWay);
        }
        self.store().drop_batch(batch.id).await?;
        self.lost += 1;
        if self.lost >= MOST_LOST {
            return Err(Halt::Model(Failure::of_batch("batches are lost on their way".into())));
        }
        Ok(Seen::Over)
    }

    /// Keeps a batch's replies, for whichever run they are.
    async fn keep(
        &self,
        looked_at: &mut UnderWay<'a>,
        answers: Vec<BatchAnswer>,
    ) -> Result<(), Halt> {
        let batch = &looked_at.batch;
        let cost = answers.iter().map(|answer| answer.reply.usage.cost).sum::<Option<Usd>>();
        let requests = self.store().batch_requests(batch.id)?;
        let by_name: HashMap<_, _> =
            answers.iter().map(|answer| (answer.name.as_str(), answer)).collect();
        let replies: Vec<NewReply> = requests
            .into_iter()
            .filter_map(|request| {
                let answer = by_name.get(due::name_of(&request.identity).as_str())?;
                self.reply_to(batch, request, answer)
            })
            .collect();
        if replies.is_empty() && !answers.is_empty() {
            // another's batch, taken for one of which nothing was heard
            return Ok(self.store().drop_batch(batch.id).await?);
        }
        tracing::info!(run = batch.run, replies = replies.len(), "collected a batch");
        self.store().end_batch(batch.id, replies, (self.shift.pipeline.clock)()).await?;
        if let Some(aside) = looked_at.aside.take() {
            let worst = aside.worst();
            aside.settle(cost.or(worst).unwrap_or_default());
        }
        Ok(())
    }

    fn reply_to(
        &self,
        batch: &BatchUnderWay,
        request: BatchRequest,
        answer: &BatchAnswer,
    ) -> Option<NewReply> {
        let asked = Asked {
            run: batch.run,
            stage: stage_named(&request.stage)?,
            identity: request.identity,
            prompt: request.prompt,
            schema_version: request.schema_version,
            term: request.term,
            model: batch.model.clone(),
        };
        let now = (self.shift.pipeline.clock)();
        // nobody knows how long it took
        let reply = asked.reply(&answer.reply, answer.fault.as_ref(), now);
        Some(NewReply { elapsed_ms: None, ..reply })
    }
}

impl From<store::Error> for Halt {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}
