//! What a run over words will take, foretold: requests from what is on disk, tokens and time from
//! this learner's own history with the model, money from the model's live price. What is not known
//! is said to be unknown.

mod spread;

use llm::Price;
use pipeline::{Asks, Outlook};
use store::{History, NewWord, Taken};

use crate::{
    App, Import, Problem,
    app::blocking,
    clients::dollars,
    dto::{Engine, Estimate, Reasoning, Settings},
};
use spread::{Prior, Spread};

/// Replies of the history that are looked at one by one.
const LOOKED_AT: u32 = 300;

/// As many replies as the prior of how often one more is needed is worth.
const PRIOR_REPLIES: f64 = 20.0;

/// Replies paid for each answer, before there is a history: one in twenty is asked again.
const PRIOR_REPLIES_EACH: f64 = 1.05;

/// The parts of a model's reply that a run waits and pays for.
struct StageOutlook {
    requests: f64,
    prompt_tokens: Spread,
    completion_tokens: Spread,
    elapsed_ms: Spread,
}

impl App {
    /// What a run over the words of an import would take with these settings.
    pub async fn estimate(
        &self,
        import: &mut Import,
        settings: &Settings,
    ) -> Result<Estimate, Problem> {
        let words = self.words_of(import)?.into_iter().map(|keep| keep.word).collect();
        self.estimate_words(words, settings.clone()).await
    }

    /// What a run over the words read so far would take with the settings in force.
    pub async fn estimate_import(&self) -> Result<Estimate, Problem> {
        let words = self.with_import(|import| Ok(import.words())).await?;
        let settings = self.settings();
        let kinds = settings.kinds_for_engine();
        let words = words.into_iter().map(|keep| keep.word).collect();
        self.estimate_words(words, Settings { kinds, ..settings }).await
    }

    async fn estimate_words(
        &self,
        words: Vec<NewWord>,
        settings: Settings,
    ) -> Result<Estimate, Problem> {
        let words_total = u32::try_from(words.len()).unwrap_or(u32::MAX);
        if settings.engine == Engine::Dictionary {
            return Ok(Estimate { words: words_total, ..Estimate::of_nothing() });
        }
        let stages = self.stages_ahead(words, settings.clone());
        let (stages, price) = tokio::join!(stages, self.price(&settings));
        let (answered, stages) = stages?;
        let (price, price_problem) = match price {
            Ok(price) => (price, None),
            Err(problem) => (None, Some(problem)),
        };
        let estimate = estimate(words_total, answered, &stages, price, &settings);
        Ok(Estimate { price_problem, ..estimate })
    }

    async fn stages_ahead(
        &self,
        words: Vec<NewWord>,
        settings: Settings,
    ) -> Result<(u32, [StageOutlook; 2]), Problem> {
        let store = self.0.store.clone();
        blocking(move || {
            let model = settings.model.trim();
            let kinds: Vec<_> = settings.kinds.iter().copied().map(Into::into).collect();
            let Outlook { answered, nuance, cards } = Outlook::of(&store, model, &words, &kinds)?;
            let history = |stage| store.history(stage, model, LOOKED_AT);
            let thinking = thinking(settings.reasoning);
            Ok((
                answered,
                [
                    stage(nuance, &history("nuance")?, 700.0 + thinking),
                    stage(cards, &history("cards")?, per_request(cards, 300.0) + 60.0 + thinking),
                ],
            ))
        })
        .await?
    }

    /// The model's price as its server lists it; none when it lists none.
    async fn price(&self, settings: &Settings) -> Result<Option<Price>, Problem> {
        let models = self.models_of_late(settings).await?;
        Ok(models.iter().find(|model| model.id == settings.model.trim()).and_then(|it| it.price))
    }
}

/// Tokens that a model thinks before it writes, about.
fn thinking(reasoning: Option<Reasoning>) -> f64 {
    match reasoning {
        None | Some(Reasoning::None) => 0.0,
        Some(Reasoning::Minimal) => 200.0,
        Some(Reasoning::Low) => 600.0,
        Some(Reasoning::Medium) => 2_000.0,
        Some(Reasoning::High) => 5_000.0,
    }
}

fn per_request(asks: Asks, tokens_a_card: f64) -> f64 {
    f64::from(asks.cards) / f64::from(asks.requests.max(1)) * tokens_a_card
}

fn stage(asks: Asks, history: &History, usual_completion: f64) -> StageOutlook {
    let (replies, accepted) = (f64::from(history.replies), f64::from(history.accepted));
    let each = (replies + PRIOR_REPLIES * PRIOR_REPLIES_EACH) / (accepted + PRIOR_REPLIES);
    let requests = f64::from(asks.requests) * each.max(1.0);
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let usual_prompt = asks.prompt_tokens as f64 / f64::from(asks.requests.max(1));
    let seen = |pick: fn(&Taken) -> Option<u32>| {
        history.recent.iter().filter_map(pick).map(f64::from).collect::<Vec<_>>()
    };
    // a server writes about 80 tokens a second, after a second of waiting
    let usual_ms = 1_000.0 + usual_completion * 12.5;
    StageOutlook {
        requests,
        prompt_tokens: Prior::of(usual_prompt, 0.3)
            .with(&seen(|it| Some(it.prompt_tokens)))
            .times(requests),
        completion_tokens: Prior::of(usual_completion, 0.5)
            .with(&seen(|it| Some(it.completion_tokens)))
            .times(requests),
        elapsed_ms: Prior::of(usual_ms, 0.5).with(&seen(|it| it.elapsed_ms)).times(requests),
    }
}

fn estimate(
    words: u32,
    answered: u32,
    stages: &[StageOutlook; 2],
    price: Option<Price>,
    settings: &Settings,
) -> Estimate {
    let sum = |pick: fn(&StageOutlook) -> Spread| pick(&stages[0]).and(pick(&stages[1]));
    let requests: f64 = stages.iter().map(|stage| stage.requests).sum();
    let prompt = sum(|stage| stage.prompt_tokens);
    let completion = sum(|stage| stage.completion_tokens);
    let cost = price.map(|price| {
        let (prompt_usd, completion_usd) = (dollars(price.prompt), dollars(price.completion));
        let each = Spread::certain(requests * dollars(price.request));
        prompt.scaled(prompt_usd).and(completion.scaled(completion_usd)).and(each)
    });
    Estimate {
        words,
        cached_words: answered,
        requests: whole(requests),
        prompt_tokens: whole(prompt.mean),
        completion_tokens: whole(completion.mean),
        cost_usd: cost.map(|cost| cost.mean),
        cost_usd_low: cost.map(Spread::low),
        cost_usd_high: cost.map(Spread::high),
        price_problem: None,
        seconds: seconds(
            requests,
            prompt.mean + completion.mean,
            sum(|it| it.elapsed_ms),
            settings,
        ),
    }
}

/// Under the limits in force: no shorter than the longest of what each of them takes.
fn seconds(requests: f64, tokens: f64, elapsed_ms: Spread, settings: &Settings) -> f64 {
    if requests < 0.5 {
        return 0.0;
    }
    let at_once = f64::from(settings.concurrency.max(1)).min(requests);
    let of_answers = elapsed_ms.mean / at_once / 1_000.0;
    // the first minute's allowance goes at once
    let paced = |amount: f64, limit: Option<u32>| {
        limit.map_or(0.0, |limit| (amount / f64::from(limit) - 1.0).max(0.0) * 60.0)
    };
    of_answers
        .max(paced(requests, settings.requests_per_minute))
        .max(paced(tokens, settings.tokens_per_minute))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, above zero")]
fn whole(amount: f64) -> u64 {
    amount.round().max(0.0) as u64
}

impl Estimate {
    /// Of words that need no request.
    fn of_nothing() -> Self {
        Self {
            words: 0,
            cached_words: 0,
            requests: 0,
            prompt_tokens: 0,
            completion_tokens: 0,
            cost_usd: Some(0.0),
            cost_usd_low: Some(0.0),
            cost_usd_high: Some(0.0),
            price_problem: None,
            seconds: 0.0,
        }
    }
}
