//! What a key may still spend, asked of the service's stand-in.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/no_keychain.rs"]
mod no_keychain;

use std::sync::Arc;

use app::{
    App, Code, Options, Problem,
    dto::{Engine, KeyStanding, Settings},
};
use fake_openrouter::Fake;
use no_keychain::NoKeychain;
use tempfile::TempDir;

const KEY: &str = "sk-or-v1-asked-about";

async fn server(credits: Option<f64>) -> Fake {
    let key = Some(KEY.into());
    fake_openrouter::start(fake_openrouter::Options { key, credits, ..Default::default() })
        .await
        .unwrap()
}

/// What is said of a key at an address.
async fn asked(key: Option<&str>, address: &str, engine: Engine) -> Result<KeyStanding, Problem> {
    let folder = TempDir::new().unwrap();
    let app = App::open(Options {
        data_dir: Some(folder.path().to_owned()),
        key: key.map(Into::into),
        key_for_any_address: true,
        keychain: Arc::new(NoKeychain),
        anki_connect: None,
    })
    .unwrap();
    let settings = Settings { engine, openrouter_url: address.into(), ..app.settings() };
    app.check_key_of(&settings).await
}

#[tokio::test]
async fn a_key_with_a_limit_says_what_is_left_and_one_without_that_there_is_none() {
    for credits in [Some(5.0), None] {
        let fake = server(credits).await;
        let standing = asked(Some(KEY), &fake.base_url(), Engine::Openrouter).await.unwrap();
        let expected = KeyStanding {
            limit_usd: credits,
            left_usd: credits,
            used_usd: Some(0.0),
            is_free_tier: false,
        };
        assert_eq!(standing, expected);
        assert_eq!(fake.ledger().requests, 0, "no model is asked");
    }
}

#[tokio::test]
async fn a_refused_key_is_told_with_what_to_do_and_without_the_key() {
    let fake = server(None).await;
    let refused = "sk-or-v1-another-key-altogether";
    let problem = asked(Some(refused), &fake.base_url(), Engine::Openrouter).await.unwrap_err();
    assert_eq!(problem.code, Code::KeyRefused);
    let told = format!("{problem:?}");
    assert!(told.contains("Enter another key") && !told.contains("esume"), "{told}");
    assert!(!told.contains(refused), "{told}");
}

#[tokio::test]
async fn without_a_network_the_key_is_not_called_bad() {
    let problem =
        asked(Some(KEY), "http://127.0.0.1:9/api/v1", Engine::Openrouter).await.unwrap_err();
    assert_eq!((problem.code, problem.retryable), (Code::Offline, true));
    assert!(problem.hint.unwrap().contains("try again"));
}

#[tokio::test]
async fn nobody_is_asked_about_a_key_that_is_not_known_or_not_of_openrouter() {
    let fake = server(None).await;
    for engine in [Engine::Compatible, Engine::Dictionary] {
        let problem = asked(Some(KEY), &fake.base_url(), engine).await.unwrap_err();
        assert_eq!(problem.code, Code::InvalidInput, "{engine:?}");
    }
    let problem = asked(None, &fake.base_url(), Engine::Openrouter).await.unwrap_err();
    assert_eq!(problem.code, Code::KeychainUnavailable);
}
