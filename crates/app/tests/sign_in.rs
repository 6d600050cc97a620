//! Signing in against the service's stand-in: the browser comes back to this machine, or shows a
//! code to paste.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/no_keychain.rs"]
mod no_keychain;

use std::sync::Arc;

use app::{
    App, Code, Options,
    dto::{Engine, KeyStatus, Settings, SignedIn},
};
use fake_openrouter::Fake;
use no_keychain::NoKeychain;
use tempfile::TempDir;

const KEY: &str = "sk-or-v1-given-by-signing-in";

struct Desk {
    _folder: TempDir,
    fake: Fake,
    app: App,
}

impl Desk {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let options = fake_openrouter::Options { key: Some(KEY.into()), ..Default::default() };
        let app = App::open(Options {
            data_dir: Some(folder.path().to_owned()),
            key: None,
            key_for_any_address: false,
            keychain: Arc::new(NoKeychain),
            anki_connect: None,
        });
        let fake = fake_openrouter::start(options).await.unwrap();
        Self { _folder: folder, fake, app: app.unwrap() }
    }

    fn settings(&self) -> Settings {
        Settings { openrouter_url: self.fake.base_url(), ..self.app.settings() }
    }

    async fn knows_key(&self) -> bool {
        self.app.knows_key(&Settings { engine: Engine::Openrouter, ..self.settings() }).await
    }
}

/// The code on a page that does not come back.
async fn code_shown_on(page: &impl ToString) -> String {
    let (_, said) = visit(&page.to_string()).await;
    said.split_once("<code>").unwrap().1.split_once("</code>").unwrap().0.to_owned()
}

/// Opens a page as a browser would, going wherever it is sent.
async fn visit(page: &str) -> (u16, String) {
    let page = reqwest::get(page).await.unwrap();
    (page.status().as_u16(), page.text().await.unwrap())
}

#[tokio::test]
async fn the_browser_brings_the_code_back_once_and_it_becomes_a_key() {
    let desk = Desk::new().await;
    let sign_in = desk.app.sign_in(&desk.settings(), true).await.unwrap();
    let page = sign_in.page().to_string();
    let callback = sign_in.page().query_pairs().find(|(name, _)| name == "callback_url");
    let callback = callback.unwrap().1.into_owned();
    let strangers = async {
        let other = callback.rsplit_once('/').unwrap().0;
        assert_eq!(visit(&format!("{other}/?code=planted")).await.0, 404);
        assert_eq!(visit(&callback).await.0, 404, "a visit without a code");
        visit(&page).await
    };
    let (code, (status, said)) = tokio::join!(sign_in.code(), strangers);
    let code = code.unwrap();
    assert!(status == 200 && said.contains("go back"), "{status}: {said}");
    let status = sign_in.finish(&code).await.unwrap();
    let KeyStatus::SessionOnly { ending, .. } = status else { panic!("{status:?}") };
    assert!(KEY.ends_with(&ending) && ending.len() == 4, "{ending}");

    let again = desk.app.sign_in(&desk.settings(), false).await.unwrap();
    let problem = again.finish(&code).await.unwrap_err();
    assert_eq!(problem.code, Code::KeyRefused);
    assert!(problem.message.contains("Invalid code"), "{problem}");
}

#[tokio::test]
async fn a_page_that_cannot_come_back_shows_a_code_to_paste() {
    let desk = Desk::new().await;
    let sign_in = desk.app.sign_in(&desk.settings(), false).await.unwrap();
    let code = code_shown_on(sign_in.page()).await;
    sign_in.finish(&format!(" {code}\n")).await.unwrap();
    assert!(desk.knows_key().await);
}

#[tokio::test]
async fn a_code_of_another_sign_in_is_worth_nothing() {
    let desk = Desk::new().await;
    let one = desk.app.sign_in(&desk.settings(), false).await.unwrap();
    let other = desk.app.sign_in(&desk.settings(), false).await.unwrap();
    let code = code_shown_on(one.page()).await;
    assert_eq!(other.finish(&code).await.unwrap_err().code, Code::KeyRefused);
}

#[tokio::test]
async fn waiting_ends_with_the_key_when_the_browser_comes_back() {
    let desk = Desk::new().await;
    let sign_in = desk.app.sign_in(&desk.settings(), true).await.unwrap();
    let page = sign_in.page().to_string();
    let (ended, _) = tokio::join!(sign_in.wait(), visit(&page));
    let ended = ended.unwrap();
    let SignedIn::Done { key: KeyStatus::SessionOnly { .. } } = ended else { panic!("{ended:?}") };
    assert!(desk.knows_key().await);
}

#[tokio::test]
async fn waiting_is_over_when_a_code_was_pasted_meanwhile() {
    let desk = Desk::new().await;
    let sign_in = desk.app.sign_in(&desk.settings(), true).await.unwrap();
    let pasting = async {
        assert_eq!(sign_in.finish("no such code").await.unwrap_err().code, Code::KeyRefused);
        let code = code_shown_on(sign_in.page_with_code()).await;
        sign_in.finish(&code).await.unwrap();
    };
    let (ended, ()) = tokio::join!(sign_in.wait(), pasting);
    assert_eq!(ended.unwrap(), SignedIn::Over);
    assert!(desk.knows_key().await);
}

#[tokio::test]
async fn the_address_that_another_machines_browser_could_not_open_is_as_good_as_its_code() {
    let desk = Desk::new().await;
    let sign_in = desk.app.sign_in(&desk.settings(), true).await.unwrap();
    let there = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let sent = there.build().unwrap().get(sign_in.page().as_str()).send().await.unwrap();
    let address = sent.headers()["location"].to_str().unwrap();
    assert!(address.starts_with("http://127.0.0.1:") && address.contains("code="), "{address}");
    sign_in.finish(address).await.unwrap();
    assert!(desk.knows_key().await);
}

#[tokio::test]
async fn giving_up_ends_the_waiting_and_shuts_the_door() {
    let desk = Desk::new().await;
    let sign_in = desk.app.sign_in(&desk.settings(), true).await.unwrap();
    let given_up = async { sign_in.give_up() };
    let (ended, ()) = tokio::join!(sign_in.wait(), given_up);
    assert_eq!(ended.unwrap(), SignedIn::Over);
    assert!(reqwest::get(sign_in.page().as_str()).await.is_err(), "somebody still listens");
    assert!(!desk.knows_key().await);
}

#[tokio::test(start_paused = true)]
async fn a_browser_that_does_not_come_back_is_not_waited_for_for_ever() {
    let desk = Desk::new().await;
    let sign_in = desk.app.sign_in(&desk.settings(), true).await.unwrap();
    let start = tokio::time::Instant::now();
    assert_eq!(sign_in.wait().await.unwrap(), SignedIn::TimedOut);
    assert_eq!(start.elapsed().as_secs(), 15 * 60);
}
