//! A real drag of files over the display (XDND), from another program's window onto Hanji's.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use crate::{
    processes::PATIENCE,
    session::{Session, require},
};

/// Where the files lie: beside Hanji's window, which stands in the upper left corner.
const SOURCE: (i32, i32) = (1200, 850);

/// Files in the learner's hand.
pub(crate) struct Drag<'s> {
    session: &'s Session,
    source: Child,
    said: Receiver<String>,
}

impl<'s> Drag<'s> {
    /// Takes files up and carries them over to a place.
    pub(crate) fn files(session: &'s Session, files: &[&Path], to: (i32, i32)) -> Self {
        require("/usr/bin/python3");
        // the system's own Python, which is the one that has GTK
        let mut source = session
            .command("/usr/bin/python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/drag_source.py"))
            .args([SOURCE.0.to_string(), SOURCE.1.to_string()])
            .args(files)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (tell, said) = channel();
        let lines = BufReader::new(source.stdout.take().unwrap()).lines();
        std::thread::spawn(move || {
            lines.map_while(Result::ok).try_for_each(|line| tell.send(line)).ok()
        });
        let drag = Self { session, source, said };
        drag.hears("ready");
        drag.carry(to);
        drag
    }

    /// Lets the files fall where they are.
    pub(crate) fn let_go(self) {
        self.session.output("xdotool", &["mouseup", "1"]);
        self.hears("end");
    }

    /// GTK takes a few small movements for the beginning of a drag, and the place below wants to
    /// have seen the files come.
    fn carry(&self, to: (i32, i32)) {
        let from = (SOURCE.0 + 60, SOURCE.1 + 40);
        // the window manager moves the source to its place after it is shown
        std::thread::sleep(Duration::from_millis(500));
        self.move_to(from);
        self.session.output("xdotool", &["mousedown", "1"]);
        for step in 1..=20 {
            let part = |from: i32, to: i32| from + (to - from) * step / 20;
            self.move_to((part(from.0, to.0), part(from.1, to.1)));
        }
    }

    fn move_to(&self, (x, y): (i32, i32)) {
        self.session.output("xdotool", &["mousemove", &x.to_string(), &y.to_string()]);
        std::thread::sleep(Duration::from_millis(60));
    }

    fn hears(&self, word: &str) {
        let heard = self.said.recv_timeout(PATIENCE);
        assert_eq!(heard.as_deref(), Ok(word), "the program that files are dragged from");
    }
}

impl Drop for Drag<'_> {
    fn drop(&mut self) {
        let _ = self.source.kill();
        let _ = self.source.wait();
    }
}
