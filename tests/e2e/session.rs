//! A private session for one test: display, window manager, bus, unlocked keyring, home folder. All
//! that is started in it belongs to one process group, which ends when the test does, however that
//! happens. It knows nothing of Hanji.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::{fs::DirBuilderExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

/// Programs without which there is no session, and no test.
const PROGRAMS: [&str; 10] = [
    "bash",
    "dbus-run-session",
    "dbus-send",
    "gnome-keyring-daemon",
    "import",
    "openbox",
    "WebKitWebDriver",
    "xdotool",
    "xprop",
    "Xvfb",
];

/// What of the tester's own surroundings must not be seen inside.
const HIDDEN: [&str; 12] = [
    "BROWSER",
    "GTK_THEME",
    "HANJI_BASE_URL",
    "HANJI_DATA_DIR",
    "HANJI_MODEL",
    "OPENROUTER_API_KEY",
    "WAYLAND_DISPLAY",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "http_proxy",
];

/// A running session.
pub(crate) struct Session {
    home: TempDir,
    environment: Vec<(String, String)>,
    keeper: Child,
}

impl Session {
    /// Starts a session in which the desktop is light.
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    /// Starts a session in which the desktop is dark.
    pub(crate) fn dark() -> Self {
        Self::with(&[("GTK_THEME", "Adwaita:dark")])
    }

    /// Starts a session with this browser, named as every desktop program hears of it.
    pub(crate) fn with_browser(program: &str) -> Self {
        Self::with(&[("BROWSER", program)])
    }

    fn with(environment: &[(&str, &str)]) -> Self {
        for program in PROGRAMS {
            require(program);
        }
        let home = TempDir::new().unwrap();
        let runtime = home.path().join("runtime");
        std::fs::DirBuilder::new().mode(0o700).create(&runtime).unwrap();
        let own = [
            ("HOME", home.path().to_str().unwrap()),
            ("XDG_RUNTIME_DIR", runtime.to_str().unwrap()),
            ("GSETTINGS_BACKEND", "memory"),
            ("LC_ALL", "C.UTF-8"),
        ];
        let pairs = own.iter().chain(environment);
        let mut environment: Vec<_> =
            pairs.map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        let log = home.path().join("session.log");
        let keeper = keep(&mut environment, &log);
        Self { home, environment, keeper }
    }

    /// The home folder, which ends with the session.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A file in the home folder.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// A program to be started inside.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = inside(program, &self.environment);
        command.process_group(self.keeper.id().cast_signed()).current_dir(self.home());
        command
    }

    /// What a program says that is run inside to its end; nothing when it fails.
    pub(crate) fn output(&self, program: &str, arguments: &[&str]) -> String {
        require(program);
        let output = self.command(program).args(arguments).output().unwrap();
        if !output.status.success() {
            return String::new();
        }
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // closing its input is the sign to end
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Fails with advice when a program is not installed.
pub(crate) fn require(program: &str) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    assert!(found, "{program} is not installed; `./dev test` installs what the tests need");
}

fn inside(program: impl AsRef<std::ffi::OsStr>, environment: &[(String, String)]) -> Command {
    let mut command = Command::new(program);
    for name in HIDDEN {
        command.env_remove(name);
    }
    command.envs(environment.iter().map(|(name, value)| (name, value))).stdin(Stdio::null());
    command
}

/// Starts what keeps the session, and adds to the environment what it says.
fn keep(environment: &mut Vec<(String, String)>, log: &Path) -> Child {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/session.sh");
    let mut keeper = inside("dbus-run-session", environment)
        .args(["--", "bash", script])
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(log).unwrap())
        .spawn()
        .unwrap();
    let said = BufReader::new(keeper.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut ready = false;
    for line in said {
        let Some((name, value)) = line.split_once('=') else {
            ready = line == "ready";
            break;
        };
        environment.push((name.to_owned(), value.to_owned()));
    }
    let why = || std::fs::read_to_string(log).unwrap_or_default();
    assert!(ready, "the test's session did not start: {}", why());
    keeper
}
