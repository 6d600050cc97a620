//! The first start: no account, no key, and a deck at the end.

use crate::{anki, dialog, session::Session, window::Window};

/// Words of the sample list.
const SAMPLE: usize = 68;

/// Keeps whatever the page's security policy forbids from now on.
const WATCH_POLICY: &str = "window.forbidden = []; \
    document.addEventListener('securitypolicyviolation', event => \
        window.forbidden.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));";

/// A style that came with the page's text, so that the policy took its effect away.
const STYLES_WITHOUT_EFFECT: &str =
    "return [...document.querySelectorAll('[style]')].filter(e => e.style.length === 0).length";

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_the_sample_becomes_a_deck_that_anki_opens() {
    let session = Session::start();
    let window = Window::open(&session).await;
    window.ask(WATCH_POLICY).await;
    window.picture("1-empty").await;

    window.press("sample").await;
    window.see("[data-table='words'] [role='row'] [lang='ko']").await;
    assert!(window.text("[data-action='start']").await.contains(&SAMPLE.to_string()));
    window.picture("1-words").await;

    window.press("start").await;
    window.run_is("done").await;
    assert_eq!(window.done().await, SAMPLE);
    window.picture("1-done").await;

    window.press("view-cards").await;
    window.see("[data-notes] [role='option']").await.click().await.unwrap();
    window.see("[data-note]").await;
    window.picture("1-cards").await;

    let deck = session.home().join("first.apkg");
    window.press("view-run").await;
    window.press("export").await;
    dialog::appeared(&session, "Export deck").await;
    window.picture("1-save-dialog").await;
    dialog::answer(&session, "Export deck", &deck).await;
    let told = window.text("[data-exported='first.apkg']").await;
    assert!(told.contains("68 notes"), "{told}");
    window.picture("1-exported").await;

    window.press("view-settings").await;
    window.see("[data-action='engine-dictionary']").await;
    window.picture("1-settings").await;
    window.press("view-words").await;
    window.see("[data-drop]").await;
    the_policy_was_kept(&window).await;
    if let Some(anki) = anki::opened(&deck) {
        assert_eq!((&anki["new"], &anki["notes"]), (&SAMPLE.into(), &SAMPLE.into()));
        assert_eq!(anki["whole"], true);
    }
}

async fn the_policy_was_kept(window: &Window<'_>) {
    assert_eq!(window.ask("return window.forbidden").await, serde_json::json!([]));
    assert_eq!(window.ask(STYLES_WITHOUT_EFFECT).await, 0);
    // the watch itself works
    window
        .ask("document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/' }))")
        .await;
    let seen = crate::processes::eventually("a violation that was provoked", async || {
        let seen = window.ask("return window.forbidden[0] ?? ''").await;
        seen.as_str().filter(|seen| !seen.is_empty()).map(str::to_owned)
    });
    assert!(seen.await.starts_with("img-src"));
}
