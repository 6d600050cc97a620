//! A run that was broken off is found again, and nothing that was paid for is paid again.

use crate::{
    model::{AT_ONCE, KEY, Lesson},
    session::Session,
    window::Window,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_run_closed_in_the_middle_is_offered_again_and_nothing_is_paid_twice() {
    let session = Session::start();
    let lesson = Lesson::of(&session, 24).await;
    let window = lesson.start(&session, KEY).await;
    window.done_while_running(3).await;
    window.close().await;

    go_on(&session, &lesson, 3).await;
    // requests under way were waited for before Hanji ended
    lesson.is_paid(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_cut_off_in_the_middle_pays_again_for_no_more_than_was_under_way() {
    let session = Session::start();
    let lesson = Lesson::of(&session, 24).await;
    let window = lesson.start(&session, KEY).await;
    window.done_while_running(3).await;
    window.kill();

    go_on(&session, &lesson, 3).await;
    lesson.is_paid(AT_ONCE);
}

/// Opens the window again, finds the run with at least this many words done, and finishes it.
async fn go_on(session: &Session, lesson: &Lesson, done: usize) {
    let before = lesson.fake.ledger().billed;
    let window = Window::open(session).await;
    window.run_is("paused").await;
    let found = window.done().await;
    assert!((done..lesson.words()).contains(&found), "{found} words were found done");
    window.picture("5-found-again").await;
    assert_eq!(lesson.fake.ledger().billed, before, "nothing goes on by itself");

    lesson.hurry();
    window.press("resume").await;
    window.run_is("done").await;
    assert_eq!(window.done().await, lesson.words());
}
