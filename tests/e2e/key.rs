//! The key: entered in the window, kept in the Secret Service, seen nowhere else.

use std::time::Duration;

use crate::{
    model::{KEY, Lesson},
    processes::files_under,
    session::{Session, require},
    window::{Window, data_dir, log},
};

/// All that the page holds: its text, what is typed into it, what it stores.
const PAGE: &str = "return document.documentElement.outerHTML \
    + [...document.querySelectorAll('input, textarea')].map(field => field.value).join() \
    + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })";

#[tokio::test(flavor = "multi_thread")]
async fn a_run_with_a_model_shows_cards_as_they_come_and_pauses_and_pays_each_stage_once() {
    let session = Session::start();
    let lesson = Lesson::of(&session, 24).await;
    let window = Window::open_with(&session, &[&lesson.file]).await;
    window.press("start").await;
    // there is no key: the window asks for it instead of starting
    window.see("[data-action='key'][aria-invalid='true']").await;
    window.picture("3-key-wanted").await;
    window.enter("key", KEY).await;
    window.see("[data-key='stored']").await;
    window.picture("3-key-stored").await;
    window.press("start").await;

    window.done_while_running(2).await;
    window.see("[data-newest] li").await;
    window.picture("3-running").await;

    window.press("pause").await;
    window.run_is("paused").await;
    let (done, asked) = (window.done().await, lesson.fake.ledger().requests);
    assert!(done < lesson.words(), "the run was over before it was paused");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(lesson.fake.ledger().requests, asked, "a paused run asks for nothing");
    window.picture("3-paused").await;

    lesson.hurry();
    window.press("resume").await;
    window.run_is("done").await;
    assert_eq!(window.done().await, lesson.words());
    let ledger = lesson.is_paid(0);
    assert!(ledger.max_in_flight <= crate::model::AT_ONCE);
    window.picture("3-done").await;

    the_key_is_in_the_keyring_alone(&session, &lesson, &window).await;
}

async fn the_key_is_in_the_keyring_alone(session: &Session, lesson: &Lesson, window: &Window<'_>) {
    let server = format!("http://{}", lesson.fake.addr());
    let stored =
        session.output("secret-tool", &["lookup", "service", "Hanji", "username", &server]);
    assert_eq!(stored, KEY, "the Secret Service's entry for {server}");

    window.press("view-settings").await;
    window.see("[data-key='stored']").await;
    let page = window.ask(PAGE).await;
    let page = page.as_str().unwrap();
    assert!(page.contains("data-key"), "the page was read");
    assert!(!page.contains(KEY), "the key is in the page");

    // Hanji's own data, and all that the web view and the desktop keep in the home folder
    let files = files_under(session.home());
    assert!(files.iter().any(|file| file.starts_with(data_dir(session))));
    for file in files {
        let content = std::fs::read(&file).unwrap_or_default();
        let found = content.windows(KEY.len()).any(|part| part == KEY.as_bytes());
        assert!(!found, "the key is in {}", file.display());
    }
    assert!(log(session).contains("DEBUG"), "the log is as talkative as it gets");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_pauses_the_run_and_a_good_one_finishes_it() {
    let session = Session::start();
    let lesson = Lesson::of(&session, 6).await;
    let window = lesson.start(&session, "sk-or-v1-0000000000000000-revoked").await;

    window.run_is("paused").await;
    let reason = window.text("[data-problem='key_refused']").await;
    assert!(reason.contains("refused") && reason.contains("Enter a valid key"), "{reason}");
    assert_eq!(lesson.fake.ledger().billed, 0);
    window.picture("4-refused").await;

    // entering it where the reason stands goes on with the run
    window.enter("key", KEY).await;
    window.run_is("done").await;
    assert_eq!(window.done().await, lesson.words());
    lesson.is_paid(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_sends_the_browser_out_and_keeps_the_key_that_it_brings() {
    require("python3");
    let session =
        Session::with_browser(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/browser.py"));
    let lesson = Lesson::of(&session, 4).await;
    let window = Window::open_with(&session, &[&lesson.file]).await;
    window.press("sign-in").await;
    window.see("[data-key='stored']").await;
    window.see("[data-look='said']").await;
    window.picture("4-signed-in").await;

    lesson.hurry();
    window.press("start").await;
    window.run_is("done").await;
    lesson.is_paid(0);
    the_key_is_in_the_keyring_alone(&session, &lesson, &window).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_browser_comes_back_a_code_is_pasted() {
    let session = Session::with_browser("true");
    let lesson = Lesson::of(&session, 1).await;
    let window = Window::open_with(&session, &[&lesson.file]).await;
    window.press("sign-in").await;
    window.see("[data-sign-in='waiting']").await;
    window.press("paste-code").await;
    let page = window.see("[data-action='sign-in-page']").await.prop("value").await.unwrap();
    window.enter("code", "auth_code_made_up").await;
    window.see("[data-action='code'][aria-invalid='true']").await;
    window.picture("4-wrong-code").await;

    let said = reqwest::get(page.unwrap()).await.unwrap().text().await.unwrap();
    let code = said.split_once("<code>").unwrap().1.split_once("</code>").unwrap().0;
    window.enter("code", code).await;
    window.see("[data-key='stored']").await;
    the_key_is_in_the_keyring_alone(&session, &lesson, &window).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_cancelled_leaves_everything_as_it_was() {
    let session = Session::with_browser("true");
    let lesson = Lesson::of(&session, 1).await;
    let window = Window::open_with(&session, &[&lesson.file]).await;
    window.press("sign-in").await;
    window.press("cancel-sign-in").await;
    window.see("[data-sign-in='idle']").await;
    window.see("[data-key='absent']").await;
    window.press("sign-in").await;
    window.see("[data-sign-in='waiting']").await;
}
