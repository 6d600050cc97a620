//! Files dropped on the window by a real drag.

use crate::{drag::Drag, session::Session, window::Window};

const WORDS: &str = "position,term,type\n1,사과,n.\n2,먹다,v.\n3,예쁘다,adj.\n";

#[tokio::test(flavor = "multi_thread")]
async fn dropped_files_are_named_while_they_hover_and_a_bad_one_spoils_nothing() {
    let session = Session::start();
    let words = session.file("words.csv", WORDS);
    let noise: Vec<u8> = (0..4096_u32).map(|i| (i * i % 251) as u8).collect();
    let picture =
        session.file("holiday.csv", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", noise.as_slice()].concat());
    let window = Window::open(&session).await;
    window.to_upper_left_corner();

    let drag = Drag::files(&session, &[&words, &picture], (600, 400));
    let names = window.text("[data-drop].over .names").await;
    assert_eq!(names, "words.csv, holiday.csv");
    window.picture("2-hover").await;
    drag.let_go();

    for term in ["사과", "먹다", "예쁘다"] {
        window.see_text("[data-table='words'] [role='row']", term).await;
    }
    assert!(window.text("[data-file='words.csv']").await.contains("3 words"));
    let refusal = window.text("[data-problem='unreadable_file']").await;
    assert!(refusal.contains("holiday.csv"), "{refusal}");
    assert!(refusal.len() > "holiday.csv".len() + 20, "a reason and advice: {refusal}");
    window.picture("2-read").await;

    let more = session.file("more.txt", "하늘\n바다\n");
    Drag::files(&session, &[&more], (600, 400)).let_go();
    for term in ["바다", "사과"] {
        window.see_text("[data-table='words'] [role='row']", term).await;
    }
    assert!(window.text("[data-action='start']").await.contains('5'));
}
