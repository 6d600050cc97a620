//! The way of one request (design, section 4): on disk already? under way already? ask; keep the
//! reply before looking at it; check; ask once more, naming the defects; accept.

use llm::Message;
use store::{Identity, NewReply, ReplyId, RunId, Store};
use tokio_util::sync::CancellationToken;

use crate::{
    Clock, Halt, Model, Source,
    flights::Flights,
    identity::identity,
    recorder::Recorder,
    source::DICTIONARY_MODEL,
    stage::{Checked, Stage, parse},
};

/// Everything that asking needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker<'a> {
    pub(crate) store: &'a Store,
    pub(crate) source: &'a Source,
    pub(crate) flights: &'a Flights,
    pub(crate) run: RunId,
    pub(crate) clock: Clock,
    pub(crate) stop: &'a CancellationToken,
}

/// An answer, and where it is kept.
#[derive(Debug)]
pub(crate) struct Answered<A> {
    pub(crate) answer: A,
    pub(crate) reply: ReplyId,
    /// Replies paid for it just now; 0 when it was on disk.
    pub(crate) requests: u32,
    pub(crate) needs_review: bool,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// The run must stop; the word is as good as before.
    Halted(Halt),
    /// The run was asked to stop before this was sent.
    Stopped,
    /// This word cannot be had.
    GivenUp(GivenUp),
}

/// What a dead letter will say.
#[derive(Debug)]
pub(crate) struct GivenUp {
    pub(crate) stage: &'static str,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) attempts: u32,
    pub(crate) last_reply: Option<String>,
}

impl From<store::Error> for Unanswered {
    fn from(error: store::Error) -> Self {
        Self::Halted(Halt::Store(error))
    }
}

impl Asker<'_> {
    /// The stage's answer, from disk if it is there, else asked for.
    pub(crate) async fn answer<S: Stage>(
        &self,
        stage: &S,
    ) -> Result<Answered<S::Answer>, Unanswered> {
        let identity = self.identity(stage);
        let _boarded = self.flights.board(identity).await;
        if let Some(answered) = self.kept(stage)? {
            return Ok(answered);
        }
        match self.source {
            Source::Dictionary => self.look_up(stage, identity).await,
            Source::Model(model) => self.ask(stage, model, identity).await,
        }
    }

    /// The stage's answer if it is on disk and can still be read.
    pub(crate) fn kept<S: Stage>(
        &self,
        stage: &S,
    ) -> Result<Option<Answered<S::Answer>>, store::Error> {
        let Some(kept) = self.store.answer(&self.identity(stage))? else { return Ok(None) };
        Ok(parse(&kept.content).ok().map(|answer| Answered {
            answer,
            reply: kept.reply,
            requests: 0,
            needs_review: !kept.defects.is_empty(),
        }))
    }

    /// The stage's answer if it is on disk, be it as a reply that nobody had time to look at.
    pub(crate) async fn settled<S: Stage>(
        &self,
        stage: &S,
    ) -> Result<Option<Answered<S::Answer>>, store::Error> {
        if let Some(kept) = self.kept(stage)? {
            return Ok(Some(kept));
        }
        let identity = self.identity(stage);
        let Some((reply, content)) = self.store.newest_reply(&identity)? else { return Ok(None) };
        let Ok(checked) = stage.check(&content) else { return Ok(None) };
        Ok(Some(self.accept(identity, reply, checked, 0).await?))
    }

    pub(crate) fn identity<S: Stage>(&self, stage: &S) -> Identity {
        match self.source {
            // the dictionary's text is its prompt: a corrected entry is a new answer
            Source::Dictionary => {
                let text = serde_json::to_string(&stage.looked_up().answer);
                identity(stage, DICTIONARY_MODEL, &text.unwrap_or_default())
            }
            Source::Model(model) => identity(stage, &model.name, model.prompt(stage)),
        }
    }

    async fn look_up<S: Stage>(
        &self,
        stage: &S,
        identity: Identity,
    ) -> Result<Answered<S::Answer>, Unanswered> {
        let Checked { answer, remarks } = stage.looked_up();
        let content = serde_json::to_string(&answer).unwrap_or_default();
        let reply = NewReply {
            run: Some(self.run),
            stage: S::NAME,
            identity,
            prompt: None,
            schema_version: S::VERSION,
            term: stage.term().to_owned(),
            content,
            model: DICTIONARY_MODEL.into(),
            served_by: DICTIONARY_MODEL.into(),
            provider: None,
            generation_id: None,
            prompt_tokens: 0,
            completion_tokens: 0,
            cached_tokens: 0,
            reasoning_tokens: 0,
            cost_pico_usd: Some(0),
            repaired: false,
            elapsed_ms: None,
            created_at: (self.clock)(),
        };
        let reply = self.store.record_reply(reply).await?;
        Ok(self.accept(identity, reply, Checked { answer, remarks }, 0).await?)
    }

    async fn ask<S: Stage>(
        &self,
        stage: &S,
        model: &Model,
        identity: Identity,
    ) -> Result<Answered<S::Answer>, Unanswered> {
        let recorder = Recorder::new(self, stage, model, identity);
        let mut said = Vec::new();
        let mut usable: Option<(ReplyId, Checked<S::Answer>)> = None;
        let mut dead_end = None;
        // paid for by a process that was killed before it could look
        if let Some(settled) = self.settled(stage).await? {
            return Ok(settled);
        }
        for _ in 0..ASKED_AT_MOST {
            let reply = match recorder.send(&model.request(stage, &said)).await {
                Ok(reply) => reply,
                // what came before was paid for and can be used
                Err(_) if usable.is_some() => break,
                Err(unanswered) => return Err(unanswered),
            };
            let defects = match stage.check(&reply.content) {
                Ok(checked) if checked.remarks.is_empty() => {
                    return Ok(self.accept(identity, reply.id, checked, recorder.count()).await?);
                }
                Ok(checked) => {
                    let remarks = checked.remarks.clone();
                    usable = Some((reply.id, checked));
                    remarks
                }
                Err(defects) => defects,
            };
            said = ask_again(&reply.content, &defects);
            dead_end = Some(recorder.given_up(reply.content, &defects));
        }
        match (usable, dead_end) {
            (Some((reply, checked)), _) => {
                Ok(self.accept(identity, reply, checked, recorder.count()).await?)
            }
            (None, Some(given_up)) => Err(Unanswered::GivenUp(given_up)),
            (None, None) => Err(Unanswered::Stopped),
        }
    }

    async fn accept<A>(
        &self,
        identity: Identity,
        reply: ReplyId,
        checked: Checked<A>,
        requests: u32,
    ) -> Result<Answered<A>, store::Error> {
        let needs_review = !checked.remarks.is_empty();
        self.store.accept(identity, reply, checked.remarks).await?;
        Ok(Answered { answer: checked.answer, reply, requests, needs_review })
    }
}

/// The first time, and once more with the defects named.
const ASKED_AT_MOST: u32 = 2;

fn ask_again(content: &str, defects: &[String]) -> Vec<Message> {
    let wanted = format!(
        "Your answer cannot be used as it is:\n- {}\nGive the whole answer again, mended.",
        defects.join("\n- ")
    );
    vec![Message::assistant(content), Message::user(wanted)]
}
