//! The application: one data folder, opened.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pipeline::Pipeline;
use secrecy::SecretString;
use store::Store;
use tokio::task::spawn_blocking;

use crate::{
    Code, Import, Keychain, Problem,
    clients::Clients,
    clock,
    dto::{AppState, KeyStatus, Settings},
    endpoint,
    keys::{Keys, Known},
    left_behind,
    models::Catalogue,
    runs::Active,
    settings,
};

/// What the process was started with.
#[derive(Debug, Default)]
pub struct Environment {
    /// `OPENROUTER_API_KEY`.
    pub key: Option<SecretString>,
    /// `HANJI_DATA_DIR`.
    pub data_dir: Option<PathBuf>,
    /// `HANJI_ANKI_CONNECT`.
    pub anki_connect: Option<String>,
}

impl Environment {
    /// Reads the environment of this process.
    #[must_use]
    pub fn read() -> Self {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let key = set("OPENROUTER_API_KEY").and_then(|key| key.into_string().ok());
        Self {
            key: key.map(SecretString::from),
            data_dir: set("HANJI_DATA_DIR").map(PathBuf::from),
            anki_connect: set("HANJI_ANKI_CONNECT").and_then(|address| address.into_string().ok()),
        }
    }
}

/// How to open the application.
pub struct Options {
    /// Folder of the data; the platform's own when none is given.
    pub data_dir: Option<PathBuf>,
    /// A key from the environment, for OpenRouter.
    pub key: Option<SecretString>,
    /// Whether that key may go to another address that is used in OpenRouter's place: a person at
    /// the command line names both, a web view must not be able to.
    pub key_for_any_address: bool,
    /// Where keys are kept.
    pub keychain: Arc<dyn Keychain>,
    /// Where AnkiConnect listens; at its usual address when none is given.
    pub anki_connect: Option<String>,
}

/// The application. Clones share it.
#[derive(Clone)]
pub struct App(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) data_dir: PathBuf,
    pub(crate) store: Store,
    pub(crate) pipeline: Pipeline,
    pub(crate) active: Mutex<HashMap<i64, Active>>,
    /// Why runs paused, where the store could not take it: a full disk is the likeliest reason.
    pub(crate) unwritten_reasons: Mutex<HashMap<i64, Problem>>,
    /// Where AnkiConnect listens.
    pub(crate) anki_connect: String,
    pub(crate) clients: Clients,
    /// The models that a server listed last.
    pub(crate) catalogue: Catalogue,
    keys: Keys,
    settings: Mutex<Settings>,
    pub(crate) import: Mutex<Import>,
}

impl App {
    /// Opens the data folder, making it when missing.
    pub fn open(options: Options) -> Result<Self, Problem> {
        let data_dir = data_dir(options.data_dir)?;
        std::fs::create_dir_all(&data_dir).map_err(|error| Problem::of_file(&data_dir, &error))?;
        let settings = settings::load(&data_dir.join(SETTINGS_FILE))?;
        let store = open_store(&database(&data_dir))?;
        left_behind::presume_spent(&store, &data_dir)?;
        Ok(Self(Arc::new(Inner {
            pipeline: Pipeline::new(store.clone(), clock::system),
            clients: Clients::new(&store, &settings)?,
            store,
            catalogue: Catalogue::default(),
            active: Mutex::default(),
            unwritten_reasons: Mutex::default(),
            keys: Keys::new(options.keychain, options.key, options.key_for_any_address),
            settings: Mutex::new(settings),
            import: Mutex::default(),
            anki_connect: options.anki_connect.unwrap_or_else(|| deck::ANKI_CONNECT.to_owned()),
            data_dir,
        })))
    }

    /// What the window needs to draw itself the first time.
    pub async fn state(&self) -> Result<AppState, Problem> {
        Ok(AppState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_dir: self.0.data_dir.display().to_string(),
            settings: self.settings(),
            key: self.key_status().await,
            preview: self.preview().await?,
            undo: self.undoable()?,
            runs: self.runs()?,
        })
    }

    /// The folder of the data.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.0.data_dir
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> Settings {
        lock(&self.0.settings).clone()
    }

    /// The file that holds them.
    #[must_use]
    pub fn settings_path(&self) -> PathBuf {
        self.0.data_dir.join(SETTINGS_FILE)
    }

    /// Checks and keeps settings. Runs that were made keep what they froze; limits and the caps of
    /// day and month hold for them at once.
    pub fn set_settings(&self, settings: Settings) -> Result<Settings, Problem> {
        settings.validate()?;
        endpoint::address(&settings)?;
        settings::save(&self.settings_path(), &settings)?;
        self.0.clients.follow(&settings)?;
        self.let_more_words_in(settings.concurrency);
        lock(&self.0.settings).clone_from(&settings);
        Ok(settings)
    }

    /// What is known of the chosen engine's key.
    pub async fn key_status(&self) -> KeyStatus {
        self.key_status_of(&self.settings()).await
    }

    /// Keeps the key of the chosen engine's server.
    pub async fn set_key(&self, key: SecretString) -> Result<KeyStatus, Problem> {
        self.set_key_of(&self.settings(), key).await
    }

    /// Forgets the key of the chosen engine's server.
    pub async fn remove_key(&self) -> Result<KeyStatus, Problem> {
        self.remove_key_of(&self.settings()).await
    }

    /// Whether a key is known for the server of these settings.
    pub async fn knows_key(&self, settings: &Settings) -> bool {
        matches!(self.known_key(settings).await, Ok(Some(_)))
    }

    /// What is known of the key of the server of these settings.
    pub async fn key_status_of(&self, settings: &Settings) -> KeyStatus {
        match self.known_key(settings).await {
            Ok(Some(known)) => known.status(),
            Ok(None) if settings.base_url().is_none() => KeyStatus::NotNeeded,
            Ok(None) => KeyStatus::Absent,
            Err(problem) => KeyStatus::Unavailable { reason: problem.message },
        }
    }

    /// Keeps the key of the server of these settings.
    pub async fn set_key_of(
        &self,
        settings: &Settings,
        key: SecretString,
    ) -> Result<KeyStatus, Problem> {
        let Some(account) = endpoint::account(settings)? else {
            return Err(Problem::new(Code::InvalidInput, "The built-in dictionary needs no key.")
                .with_hint("Choose OpenRouter or a server of your own first."));
        };
        let keys = self.0.keys.clone();
        blocking(move || keys.set(&account, &key)).await?.map(|known| known.status())
    }

    /// Forgets the key of the server of these settings.
    pub async fn remove_key_of(&self, settings: &Settings) -> Result<KeyStatus, Problem> {
        if let Some(account) = endpoint::account(settings)? {
            let keys = self.0.keys.clone();
            blocking(move || keys.remove(&account)).await??;
        }
        Ok(self.key_status_of(settings).await)
    }

    pub(crate) async fn known_key(&self, settings: &Settings) -> Result<Option<Known>, Problem> {
        let Some(account) = endpoint::account(settings)? else { return Ok(None) };
        let keys = self.0.keys.clone();
        Ok(blocking(move || keys.find(&account)).await??)
    }

    /// The words read so far; the next ones begin a new list.
    pub(crate) fn take_import(&self) -> Import {
        let mut import = lock(&self.0.import);
        let successor = import.successor();
        std::mem::replace(&mut *import, successor)
    }

    /// Puts words back that could not be used, before those read meanwhile.
    pub(crate) fn give_back(&self, mut taken: Import) {
        let mut import = lock(&self.0.import);
        taken.join(std::mem::take(&mut *import));
        *import = taken;
    }
}

fn open_store(path: &Path) -> Result<Store, Problem> {
    Store::open(path, clock::seed()).map_err(|error| {
        let problem = Problem::from(error);
        // every way of mending it begins with finding the file
        let message = format!("{} The file is {}.", problem.message, path.display());
        Problem { message, ..problem }
    })
}

const SETTINGS_FILE: &str = "settings.toml";

/// The folder of the data: the one given, else the platform's own.
pub(crate) fn data_dir(given: Option<PathBuf>) -> Result<PathBuf, Problem> {
    given.map_or_else(platform_data_dir, Ok)
}

/// The database in a folder of data.
pub(crate) fn database(data_dir: &Path) -> PathBuf {
    data_dir.join("hanji.sqlite")
}

fn platform_data_dir() -> Result<PathBuf, Problem> {
    let dirs = directories::ProjectDirs::from("app", "Hanji", "Hanji");
    dirs.map(|dirs| dirs.data_dir().to_owned()).ok_or_else(|| {
        Problem::new(Code::NoPermission, "This account has no home folder to keep data in.")
            .with_hint("Name a folder with --data-dir or HANJI_DATA_DIR.")
    })
}

/// Runs what may block (keychain, files) away from the tasks that must not wait.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    spawn_blocking(work).await.map_err(Problem::internal)
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
