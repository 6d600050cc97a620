//! Light and dark follow the desktop.

use crate::{session::Session, window::Window};

const IS_DARK: &str = "return matchMedia('(prefers-color-scheme: dark)').matches";
const PAPER: &str = "return getComputedStyle(document.documentElement).backgroundColor";

#[tokio::test(flavor = "multi_thread")]
async fn the_window_is_dark_on_a_dark_desktop() {
    let (light, dark) = (Session::start(), Session::dark());
    let by_day = Window::open(&light).await;
    assert_eq!(by_day.ask(IS_DARK).await, false);
    let paper = by_day.ask(PAPER).await;
    drop(by_day);

    let by_night = Window::open(&dark).await;
    assert_eq!(by_night.ask(IS_DARK).await, true);
    assert_ne!(by_night.ask(PAPER).await, paper);
    by_night.picture("9-dark-empty").await;
    by_night.press("sample").await;
    by_night.see("[data-table='words']").await;
    by_night.picture("9-dark-words").await;
    by_night.press("start").await;
    by_night.run_is("done").await;
    by_night.picture("9-dark-done").await;
    by_night.press("view-cards").await;
    by_night.see("[data-notes] [role='option']").await.click().await.unwrap();
    by_night.see("[data-note]").await;
    by_night.picture("9-dark-cards").await;
    by_night.press("view-settings").await;
    by_night.picture("9-dark-settings").await;
}
