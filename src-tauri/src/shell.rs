//! What the shell holds while it runs: the application, once it could be opened, the reports
//! under way to the window, the deck written last, and a sign-in that waits for its browser.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::{App, Environment, Keychain, Options, Problem, SignIn, SystemKeychain};
use tauri::async_runtime::JoinHandle;

/// The shell's state.
pub struct Shell {
    opening: Mutex<Opening>,
    keychain: Arc<dyn Keychain>,
    watches: Mutex<Watches>,
    last_export: Mutex<Option<PathBuf>>,
    sign_in: Mutex<Option<Arc<SignIn>>>,
}

enum Opening {
    NotYet(Environment),
    Open(App),
}

#[derive(Default)]
struct Watches {
    last: u32,
    under_way: HashMap<u32, JoinHandle<()>>,
}

impl Shell {
    /// The shell of a process started by a person.
    #[must_use]
    pub fn of_this_process() -> Self {
        Self::new(Environment::read(), Arc::new(SystemKeychain))
    }

    /// A shell that opens the application in this environment.
    #[must_use]
    pub fn new(environment: Environment, keychain: Arc<dyn Keychain>) -> Self {
        Self {
            opening: Mutex::new(Opening::NotYet(environment)),
            keychain,
            watches: Mutex::default(),
            last_export: Mutex::default(),
            sign_in: Mutex::default(),
        }
    }

    /// The application, opened at the first call. When it cannot be opened (the disk is full, the
    /// database is locked) the window says why, and the next call tries again.
    pub(crate) fn app(&self) -> Result<App, Problem> {
        let mut opening = lock(&self.opening);
        let environment = match &*opening {
            Opening::Open(app) => return Ok(app.clone()),
            Opening::NotYet(environment) => environment,
        };
        let app = App::open(Options {
            data_dir: environment.data_dir.clone(),
            key: environment.key.clone(),
            key_for_any_address: false,
            keychain: Arc::clone(&self.keychain),
            anki_connect: environment.anki_connect.clone(),
        })?;
        *opening = Opening::Open(app.clone());
        Ok(app)
    }

    /// The application, if it was opened.
    pub(crate) fn opened_app(&self) -> Option<App> {
        match &*lock(&self.opening) {
            Opening::Open(app) => Some(app.clone()),
            Opening::NotYet(_) => None,
        }
    }

    /// Keeps a report to the window, so that it can be stopped; gives its number.
    pub(crate) fn keep_watch(&self, task: JoinHandle<()>) -> u32 {
        let mut watches = lock(&self.watches);
        watches.under_way.retain(|_, task| !task.inner().is_finished());
        watches.last += 1;
        let number = watches.last;
        watches.under_way.insert(number, task);
        number
    }

    /// Stops a report; the run goes on.
    pub(crate) fn stop_watch(&self, number: u32) {
        if let Some(task) = lock(&self.watches).under_way.remove(&number) {
            task.abort();
        }
    }

    /// Remembers the deck written last.
    pub(crate) fn keep_export(&self, path: PathBuf) {
        *lock(&self.last_export) = Some(path);
    }

    /// Keeps a sign-in under way, or none; one kept before is given up.
    pub(crate) fn keep_sign_in(&self, sign_in: Option<SignIn>) {
        let before = std::mem::replace(&mut *lock(&self.sign_in), sign_in.map(Arc::new));
        if let Some(before) = before {
            before.give_up();
        }
    }

    /// The sign-in under way.
    pub(crate) fn sign_in(&self) -> Option<Arc<SignIn>> {
        lock(&self.sign_in).clone()
    }

    /// The deck written last.
    pub(crate) fn last_export(&self) -> Option<PathBuf> {
        lock(&self.last_export).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
