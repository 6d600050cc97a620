//! Sends requests for one stage of one word, and keeps every paid reply, good or bad, before
//! anything else learns of it.

use std::sync::{Mutex, PoisonError};

use llm::{Advice, ChatRequest, Class, Failure, Fault, PaidReply, RecordReply, Reply, Usd};
use store::{Identity, NewReply, Pending, PromptHash, ReplyId, RunId};

use crate::{
    Halt, Model,
    ask::{Asker, GivenUp, Unanswered},
    identity::prompt_hash,
    stage::Stage,
};

/// A reply and its number in the store.
pub(crate) struct Kept {
    pub(crate) id: ReplyId,
    pub(crate) content: String,
}

pub(crate) struct Recorder<'a> {
    asker: &'a Asker<'a>,
    model: &'a Model,
    asked: Asked,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    replies: u32,
    last: Option<ReplyId>,
    /// Why the last reply could not be kept.
    lost: Option<store::Error>,
}

impl<'a> Recorder<'a> {
    pub(crate) fn new<S: Stage>(
        asker: &'a Asker<'a>,
        stage: &S,
        model: &'a Model,
        identity: Identity,
    ) -> Self {
        Self {
            asker,
            model,
            asked: Asked {
                run: asker.run,
                stage: S::NAME,
                identity,
                prompt: Some(prompt_hash(model.prompt(stage))),
                schema_version: S::VERSION,
                term: stage.term().to_owned(),
                model: model.name.clone(),
            },
            log: Mutex::default(),
        }
    }

    /// Replies kept so far.
    pub(crate) fn count(&self) -> u32 {
        self.log().replies
    }

    /// Sends a request; the reply is on disk when this returns.
    pub(crate) async fn send(&self, request: &ChatRequest) -> Result<Kept, Unanswered> {
        match self.model.client.chat(request, self, self.asker.stop).await {
            Ok(reply) => {
                let id = self.log().last.ok_or(Unanswered::Stopped)?;
                Ok(Kept { id, content: reply.content })
            }
            Err(failure) => Err(self.unanswered(failure)),
        }
    }

    /// The dead letter for a reply that cannot be used.
    pub(crate) fn given_up(&self, last_reply: String, defects: &[String]) -> GivenUp {
        GivenUp {
            stage: self.asked.stage,
            code: "unusable_answer".into(),
            message: defects.join(" "),
            attempts: self.count(),
            last_reply: Some(last_reply),
        }
    }

    fn unanswered(&self, failure: Failure) -> Unanswered {
        if let Some(lost) = self.log().lost.take() {
            return Unanswered::Halted(Halt::Store(lost));
        }
        match failure {
            Failure { class: Class::Cancelled, .. } => Unanswered::Stopped,
            Failure { advice: Advice::PauseRun, .. } => Unanswered::Halted(Halt::Model(failure)),
            failure => Unanswered::GivenUp(GivenUp {
                stage: self.asked.stage,
                code: failure.class.code().into(),
                attempts: u32::try_from(failure.attempts.len()).unwrap_or(u32::MAX),
                message: failure.message,
                last_reply: self.last_reply(),
            }),
        }
    }

    /// The last reply to this request, if there was one.
    fn last_reply(&self) -> Option<String> {
        self.log().last?;
        let newest = self.asker.store.newest_reply(&self.asked.identity);
        newest.ok().flatten().map(|(_, content)| content)
    }

    fn log(&self) -> std::sync::MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count_sent(&self, paid: &PaidReply<'_>) -> Pending<()> {
        let server = self.model.client.endpoint().base_url().to_string();
        let (model, now) = (paid.reply.asked.clone(), (self.asker.clock)());
        self.asker.store.count_sent(server, model, now, paid.requests)
    }
}

/// What a reply was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) run: RunId,
    pub(crate) stage: &'static str,
    pub(crate) identity: Identity,
    pub(crate) prompt: Option<PromptHash>,
    pub(crate) schema_version: u32,
    pub(crate) term: String,
    pub(crate) model: String,
}

impl Asked {
    /// The reply as it is kept.
    pub(crate) fn reply(&self, reply: &Reply, fault: Option<&Fault>, now: i64) -> NewReply {
        let usage = reply.usage;
        let clip = |tokens: u64| u32::try_from(tokens).unwrap_or(u32::MAX);
        NewReply {
            run: Some(self.run),
            stage: self.stage,
            identity: self.identity,
            prompt: self.prompt,
            schema_version: self.schema_version,
            term: self.term.clone(),
            // a reply that is no answer is kept as it came: its content may be the least of it
            content: if fault.is_some() { &reply.raw } else { &reply.content }.clone(),
            model: self.model.clone(),
            served_by: reply.served_by.clone(),
            provider: reply.provider.clone(),
            generation_id: reply.generation_id.clone(),
            prompt_tokens: clip(usage.prompt_tokens),
            completion_tokens: clip(usage.completion_tokens),
            cached_tokens: clip(usage.cached_tokens),
            reasoning_tokens: clip(usage.reasoning_tokens),
            cost_pico_usd: usage.cost.map(|cost| i64::try_from(cost.pico()).unwrap_or(i64::MAX)),
            repaired: reply.repaired,
            elapsed_ms: i64::try_from(reply.elapsed.as_millis()).ok(),
            created_at: now,
        }
    }
}

impl RecordReply for Recorder<'_> {
    type Error = store::Error;

    async fn record(&self, paid: PaidReply<'_>) -> Result<(), store::Error> {
        // beside the reply, as a rule in the same commit
        let counted = self.count_sent(&paid);
        let reply = self.asked.reply(paid.reply, paid.fault, (self.asker.clock)());
        let kept = self.asker.store.record_reply(reply).await;
        let kept = counted.await.and(kept);
        let mut log = self.log();
        log.replies += 1;
        match kept {
            Ok(id) => {
                log.last = Some(id);
                Ok(())
            }
            Err(error) => {
                log.lost = Some(error.clone());
                Err(error)
            }
        }
    }

    async fn note_owed(&self, owed: Usd) -> Result<(), store::Error> {
        let pico = i64::try_from(owed.pico()).unwrap_or(i64::MAX);
        let noted = self.asker.store.note_owed(self.asker.run, pico, (self.asker.clock)()).await;
        if let Err(error) = &noted {
            self.log().lost = Some(error.clone());
        }
        noted
    }
}
