//! Words in: a list is sorted out before anything is kept, and what cannot be read is saved to mend.

use crate::{dialog, drag::Drag, session::Session, window::Window};

const LIST: &str = "단어,뜻\n학교,school\n학교에서,at school\n먹다,to eat\n먹었어요,ate\n\
    하늘,sky\n하늘,sky\nhello,greeting\n저는 학생입니다.,a sentence\n";

const ROW: &str = "[data-table='words'] [role='row']";

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_list_is_merged_taken_apart_corrected_and_its_bad_rows_saved() {
    let session = Session::start();
    let list = session.file("topik.csv", LIST);
    let window = Window::open(&session).await;
    window.to_upper_left_corner();
    Drag::files(&session, &[&list], (600, 400)).let_go();

    let offer = window.text("[data-offer]").await;
    assert!(offer.starts_with("5 rows are 3 words."), "{offer}");
    window.picture("10-offer").await;
    window.press("look-at-forms").await;
    window.see("[data-table='forms'] [data-action='merge']").await;
    window.picture("10-forms").await;

    window.press("merge-all").await;
    window.see("[data-action='show-merged']").await;
    assert!(window.text("[data-offer]").await.starts_with("2 rows merged."));
    window.press("show-words").await;
    window.see_text(ROW, "먹었어요").await;
    assert!(window.text("[data-action='start']").await.contains('3'));
    window.picture("10-merged").await;

    window.type_key("ctrl+z");
    window.see("[data-action='merge-all']").await;
    assert!(window.text("[data-action='start']").await.contains('5'));

    window.press("columns").await;
    window.picture("10-columns").await;
    let meaning = window.see("dialog li:nth-child(2) [data-action='role']").await;
    meaning.select_by_value("note").await.unwrap();
    window.press("columns-apply").await;
    window.see_no_text(ROW, "school").await;
    window.press("undo").await;
    window.see_text(ROW, "school").await;

    window.press("show-rejected").await;
    window.see_text("[data-table='rejected'] [role='row']", "hello").await;
    window.press("save-rejected").await;
    dialog::appeared(&session, "Save left-out rows").await;
    window.picture("10-save-rejected").await;
    let saved = session.home().join("to-mend.csv");
    dialog::answer(&session, "Save left-out rows", &saved).await;
    window.see("[data-saved='to-mend.csv']").await;
    window.picture("10-saved").await;
    let text = std::fs::read_to_string(&saved).unwrap();
    assert!(text.contains("hello") && text.contains("저는 학생입니다."), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_words_are_scrolled_through_and_searched() {
    let session = Session::start();
    let list = session.file("long.csv", ten_thousand());
    let window = Window::open_with(&session, &[&list]).await;
    window.see(ROW).await;
    assert!(window.text("[data-action='start']").await.contains("10,000"));

    let frame = window.ask_later(SCROLL).await;
    assert!(frame.as_f64().unwrap() < 100.0, "a frame takes {frame} ms");
    window.ask("document.querySelector('[data-table]').focus()").await;
    window.type_key("End");
    window.see("[aria-rowindex='10001']:not(.table-blank)").await;
    let drawn = window.ask("return document.querySelectorAll('[role=row]').length").await;
    assert!(drawn.as_u64().unwrap() < 80, "{drawn} rows are drawn");
    window.picture("11-end-of-a-long-list").await;

    window.see("[data-action='search']").await.send_keys("word 777").await.unwrap();
    window.see_text("[aria-rowindex='2']", "word 777").await;
    window.see_no_text(ROW, "word 1234").await;
    window.picture("11-found").await;
}

/// Scrolls for a while; gives the usual time between two frames, in milliseconds.
const SCROLL: &str = "const done = arguments[arguments.length - 1]; \
    const box = document.querySelector('[data-table]'); const gaps = []; let last = 0; \
    const step = now => { \
        if (last) gaps.push(now - last); last = now; box.scrollTop += 500; \
        if (gaps.length < 90) requestAnimationFrame(step); \
        else done(gaps.sort((a, b) => a - b)[45]); }; \
    requestAnimationFrame(step);";

/// Words of two syllables each that end like no form of another word.
fn ten_thousand() -> String {
    let syllable = |number: u32| char::from_u32(0xAC00 + 28 * number).unwrap();
    let words =
        (0..10_000).map(|n| format!("{}{},word {n}\n", syllable(n / 100), syllable(200 + n % 100)));
    std::iter::once("단어,뜻\n".to_owned()).chain(words).collect()
}
