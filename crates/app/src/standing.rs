//! What a key may still spend, as OpenRouter says. Asked only when a person wants to know it: nothing
//! here is kept, and nothing that Hanji does by itself depends on it.

use std::time::Duration;

use llm::{Class, Failure, Usd};

use crate::{
    App, Code, Problem,
    dto::{Engine, KeyStanding, Settings},
    endpoint,
    keys::Known,
};

/// How long somebody looks at a screen that says "asking".
const PATIENCE: Duration = Duration::from_secs(10);

impl App {
    /// What OpenRouter says of the key in use.
    pub async fn check_key(&self) -> Result<KeyStanding, Problem> {
        self.check_key_of(&self.settings()).await
    }

    /// What OpenRouter says of the key of these settings.
    pub async fn check_key_of(&self, settings: &Settings) -> Result<KeyStanding, Problem> {
        if settings.engine != Engine::Openrouter {
            return Err(Problem::new(
                Code::InvalidInput,
                "Only OpenRouter says what a key may spend.",
            )
            .with_hint("Choose OpenRouter first."));
        }
        let key = self.known_key(settings).await?.map(Known::into_key);
        let endpoint =
            endpoint::endpoint(settings, key)?.ok_or_else(|| Problem::internal("no server"))?;
        let client = self.0.clients.of(endpoint, settings, &self.0.store)?;
        match tokio::time::timeout(PATIENCE, client.check_key()).await {
            Ok(Ok(status)) => Ok(standing(&status)),
            Ok(Err(failure)) => Err(not_checked(failure)),
            Err(_) => Err(too_late()),
        }
    }
}

fn standing(status: &llm::KeyStatus) -> KeyStanding {
    let dollars = |amount: Option<Usd>| amount?.to_decimal().parse().ok();
    KeyStanding {
        limit_usd: dollars(status.limit),
        left_usd: dollars(status.limit_remaining),
        used_usd: dollars(status.usage),
        is_free_tier: status.is_free_tier,
    }
}

/// No run waits for this answer, so nothing is to be resumed.
fn not_checked(failure: Failure) -> Problem {
    let class = failure.class;
    let problem = Problem::from(failure);
    match class {
        Class::Unauthorized => problem.with_hint("Enter another key, or sign in."),
        Class::WrongAddress => problem,
        _ => problem.with_hint("Check the connection, then try again. The key itself is kept."),
    }
}

fn too_late() -> Problem {
    Problem::new(
        Code::Offline,
        format!("The server did not answer within {} seconds.", PATIENCE.as_secs()),
    )
    .with_hint("Try again later. The key itself is kept.")
    .retryable()
}
