//! Files named when Hanji is started, and started again.

use std::process::{Command, Stdio};

use crate::{
    processes::eventually,
    session::Session,
    window::{HANJI, Window, hanji},
};

const ROW: &str = "[data-table='words'] [role='row']";

#[tokio::test(flavor = "multi_thread")]
async fn files_named_at_a_start_are_read_by_the_one_window_there_is() {
    let session = Session::start();
    let first = session.file("first.csv", "position,term,type\n1,구름,n.\n");
    session.file("elsewhere/second.txt", "바람\n");
    let window = Window::open_with(&session, &[&first]).await;
    window.see_text(ROW, "구름").await;

    let mut second = hanji(&session, HANJI);
    second.current_dir(session.home().join("elsewhere")).args([
        "--flag",
        "second.txt",
        "missing.csv",
    ]);
    ends_by_itself(second).await;
    for term in ["바람", "구름"] {
        window.see_text(ROW, term).await;
    }
    let windows = session.output("xdotool", &["search", "--onlyvisible", "--name", "^Hanji$"]);
    assert_eq!(windows.lines().count(), 1, "one window");
    window.picture("8-second-start").await;
}

async fn ends_by_itself(mut command: Command) {
    let mut process = command.stderr(Stdio::null()).spawn().unwrap();
    let status = eventually("the second start to end", async || process.try_wait().unwrap()).await;
    assert!(status.success(), "{status}");
}
