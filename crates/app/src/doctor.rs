//! A check-up: each part that a run needs is tried as a run would use it, one by one, so that the
//! first thing wrong does not hide the others. Nothing is changed, and no word is sent.

use std::path::Path;

use deck::AnkiConnect;

use crate::{
    App, Options, Problem, clients,
    dto::{Engine, Finding, KeyStanding, KeyStatus, Settings},
    endpoint,
};

/// A run of ten thousand words takes about 60 MB; less than this is asking for trouble.
const LEAST_ROOM: u64 = 200_000_000;

/// Opens the application and tries everything. A file that cannot be opened is a finding, too.
pub async fn check_up(
    options: Options,
    choose: impl AsyncFnOnce(&App) -> Result<Settings, Problem>,
) -> Vec<Finding> {
    let app = match App::open(options) {
        Ok(app) => app,
        Err(problem) => return vec![Finding::wrong("database", problem)],
    };
    match choose(&app).await {
        Ok(settings) => app.check_up(&settings).await,
        Err(problem) => vec![Finding::wrong("settings", problem)],
    }
}

impl App {
    /// What there is to say of each part that a run with these settings needs.
    pub async fn check_up(&self, settings: &Settings) -> Vec<Finding> {
        let (server, account, anki) =
            tokio::join!(self.server(settings), self.account(settings), self.anki());
        let findings = [
            Some(data_folder(self.data_dir())),
            Some(self.database()),
            Some(self.key(settings).await),
            Some(server),
            account,
            Some(self.limits(settings)),
            Some(anki),
        ];
        findings.into_iter().flatten().collect()
    }

    fn database(&self) -> Finding {
        let found = self.0.store.library_version().and_then(|_| self.0.store.runs(u32::MAX));
        match found {
            Ok(runs) => {
                let open = runs.iter().filter(|run| run.state == store::RunState::Open).count();
                let detail = format!("readable, {} runs, {open} of them unfinished", runs.len());
                Finding::fine("database", detail)
            }
            Err(error) => Finding::wrong("database", error.into()),
        }
    }

    async fn key(&self, settings: &Settings) -> Finding {
        let status = self.key_status_of(settings).await;
        let kept = |ending: &str, place: &str| format!("known (…{ending}), from {place}");
        match status {
            KeyStatus::NotNeeded => Finding::fine("key", "none is needed for the dictionary"),
            KeyStatus::Stored { ending } => Finding::fine("key", kept(&ending, "the keychain")),
            KeyStatus::SessionOnly { ending, reason } => {
                Finding::fine("key", format!("{} ({reason})", kept(&ending, "this session")))
            }
            KeyStatus::Environment { ending } => {
                Finding::fine("key", kept(&ending, "the environment"))
            }
            KeyStatus::Absent | KeyStatus::Unavailable { .. }
                if settings.engine == Engine::Compatible =>
            {
                Finding::fine("key", "none is known; many servers of one's own want none")
            }
            KeyStatus::Absent => Finding::bad(
                "key",
                "none is known",
                "Enter one in the window, keep one with `hanji key set`, or set OPENROUTER_API_KEY.",
            ),
            KeyStatus::Unavailable { reason } => {
                Finding::bad("key", reason, "Unlock the keychain, or set OPENROUTER_API_KEY.")
            }
        }
    }

    async fn server(&self, settings: &Settings) -> Finding {
        if settings.engine == Engine::Dictionary {
            return Finding::fine("server", "none is needed for the dictionary");
        }
        let model = settings.model.trim();
        match self.models(settings).await {
            Err(problem) => Finding::wrong("server", problem),
            Ok(models) if models.iter().any(|known| known.id == model) => {
                let address = settings.base_url().unwrap_or_default();
                Finding::fine("server", format!("{address} answers and offers {model}"))
            }
            // a preset is not listed, and a local server may load what it does not list
            Ok(models) if models.is_empty() || model.starts_with("@preset/") => {
                Finding::fine("server", format!("it answers; whether it has {model} will be seen"))
            }
            Ok(models) => Finding::bad(
                "server",
                format!("it answers, but {model} is not among its {} models", models.len()),
                "`hanji models` lists them; choose one with --model or in the settings.",
            ),
        }
    }

    async fn account(&self, settings: &Settings) -> Option<Finding> {
        if settings.engine != Engine::Openrouter || !self.knows_key(settings).await {
            return None;
        }
        Some(match self.check_key_of(settings).await {
            Err(problem) => Finding::wrong("account", problem),
            Ok(KeyStanding { left_usd: Some(left), .. }) if left <= 0.0 => Finding::bad(
                "account",
                "the key has used up its limit",
                "Raise the key's limit on OpenRouter's page, or use another key.",
            ),
            Ok(KeyStanding { left_usd: Some(left), .. }) => {
                Finding::fine("account", format!("${left:.2} of the key's limit is left"))
            }
            Ok(_) => Finding::fine("account", "the key has no limit of its own"),
        })
    }

    fn limits(&self, settings: &Settings) -> Finding {
        match self.used_up(settings) {
            Ok(None) => Finding::fine("limits", "today's limits and caps leave room"),
            Ok(Some(what)) => Finding::bad(
                "limits",
                what,
                "Wait for the next day (00:00 UTC), or raise it in the settings.",
            ),
            Err(problem) => Finding::wrong("limits", problem),
        }
    }

    /// The first limit of the day or month that leaves nothing.
    fn used_up(&self, settings: &Settings) -> Result<Option<String>, Problem> {
        let accounts = self.0.clients.accounts(&self.0.store)?;
        for (name, account) in [("today", accounts.day), ("this month", accounts.month)] {
            if let Some(cap) = account.cap.filter(|cap| account.committed >= *cap) {
                return Ok(Some(format!("the cap of {cap} for {name} is spent")));
            }
        }
        let (Some(limit), Some(address)) =
            (settings.requests_per_day, endpoint::look_up_endpoint(settings, None)?)
        else {
            return Ok(None);
        };
        let sent = clients::sent_today(&self.0.store, &address)?.values().sum::<u32>();
        Ok((sent >= limit).then(|| format!("all {limit} requests of today are used")))
    }

    /// Not needed for making cards: that it is closed is no fault.
    async fn anki(&self) -> Finding {
        let address = &self.0.anki_connect;
        let version = async { AnkiConnect::new(address)?.version().await };
        match version.await {
            Ok(version) => Finding::fine("anki", format!("AnkiConnect {version} at {address}")),
            Err(error @ deck::AnkiError::NotRunning(_)) => Finding::fine(
                "anki",
                format!("{error}; it is needed only for what is done inside it"),
            ),
            Err(error) => Finding::wrong("anki", error.into()),
        }
    }
}

fn data_folder(folder: &Path) -> Finding {
    let room = tempfile::NamedTempFile::new_in(folder).and_then(|_| fs4::available_space(folder));
    let path = folder.display();
    match room {
        Err(error) => Finding::wrong("data folder", Problem::of_file(folder, &error)),
        Ok(room) if room < LEAST_ROOM => Finding::bad(
            "data folder",
            format!("only {} MB are free at {path}", room / 1_000_000),
            "Free some space before a long run, or choose another folder with --data-dir.",
        ),
        Ok(room) => Finding::fine("data folder", format!("{path}, {} MB free", room / 1_000_000)),
    }
}

impl Finding {
    fn fine(component: &str, detail: impl Into<String>) -> Self {
        Self { component: component.into(), ok: true, detail: detail.into(), hint: None }
    }

    fn bad(component: &str, detail: impl Into<String>, hint: &str) -> Self {
        let hint = Some(hint.into());
        Self { component: component.into(), ok: false, detail: detail.into(), hint }
    }

    fn wrong(component: &str, problem: Problem) -> Self {
        let Problem { message, hint, .. } = problem;
        Self { component: component.into(), ok: false, detail: message, hint }
    }
}
