//! Files chosen in the native dialog.

use crate::{dialog, session::Session, window::Window};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_chosen_in_the_dialog_is_read_and_a_cancelled_dialog_changes_nothing() {
    let session = Session::start();
    let list = session.file("nature.tsv", "단어\t뜻\n하늘\tsky\n바다\tsea\n");
    let window = Window::open(&session).await;

    window.press("open").await;
    dialog::appeared(&session, "Open word lists").await;
    session.output("xdotool", &["key", "Escape"]);
    window.press("open").await;
    dialog::answer(&session, "Open word lists", &list).await;

    for told in ["하늘", "sky", "바다"] {
        window.see_text("[data-table='words'] [role='row']", told).await;
    }
    assert!(window.text("[data-file='nature.tsv']").await.contains("2 words"));
}
