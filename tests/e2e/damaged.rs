//! A library that cannot be opened.

use crate::{
    session::Session,
    window::{Window, data_dir},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_library_is_named_with_advice_and_left_as_it_is() {
    let session = Session::start();
    let garbage = "not a database, but somebody's file\n".repeat(300);
    let library = data_dir(&session).join("hanji.sqlite");
    session.file(library.to_str().unwrap(), &garbage);

    let window = Window::open(&session).await;
    let told = window.text("main .view").await;
    assert!(told.contains("damaged"), "{told}");
    assert!(told.contains("backup") && told.contains("hanji doctor --repair"), "{told}");
    window.picture("7-damaged").await;
    window.press("try-again").await;
    assert!(window.text("main .view").await.contains("damaged"));
    assert_eq!(std::fs::read_to_string(&library).unwrap(), garbage);

    // another file in its place is found without a new start
    std::fs::rename(&library, session.home().join("moved-away")).unwrap();
    window.press("try-again").await;
    window.see("[data-action='sample']").await;
}
