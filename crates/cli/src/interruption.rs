//! Ctrl-C and SIGTERM, watched from before the work starts until the process ends, so that none
//! is lost between two waits. The first asks to stop cleanly; the second leaves at once, whatever
//! is being done.

use std::{future::Future, process};

use app::Problem;
use tokio::sync::watch;

use crate::{exit::Exit, terminal::tell};

/// Whether the person at the terminal, or the system, has asked to stop. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Interruption(watch::Receiver<bool>);

impl Interruption {
    /// Takes the signals from the system: from here on they no longer end the process by
    /// themselves.
    pub(crate) fn watch() -> Result<Self, Problem> {
        let mut signals = Signals::new()
            .map_err(|error| Problem::new(app::Code::Internal, format!("No signals: {error}.")))?;
        let (first, came) = watch::channel(false);
        tokio::spawn(async move {
            signals.next().await;
            let _ = first.send(true);
            signals.next().await;
            tell("Left at once; requests under way will be found missing.");
            process::exit(Exit::Interrupted.code().into());
        });
        Ok(Self(came))
    }

    /// Waits for the first signal; done at once when it has come already.
    pub(crate) async fn came(&self) {
        let _ = self.0.clone().wait_for(|came| *came).await;
    }

    /// What work gives; nothing when a signal comes first.
    pub(crate) async fn unless_before<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            done = work => Some(done),
            () = self.came() => None,
        }
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        let _ = self.0.recv().await;
    }
}
