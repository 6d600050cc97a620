//! The learner's choices, kept in one TOML file in the data folder.

mod named;

use std::{fs, io::Write as _, path::Path};

use crate::{
    dto::{Engine, Kind, Settings},
    problem::{Code, Problem},
};

impl Default for Settings {
    fn default() -> Self {
        Self {
            engine: Engine::Dictionary,
            openrouter_url: "https://openrouter.ai/api/v1".into(),
            compatible_url: "http://127.0.0.1:11434/v1".into(),
            model: "google/gemini-2.5-flash".into(),
            fallback_models: Vec::new(),
            kinds: vec![Kind::Scene, Kind::UsageComparison, Kind::Hanja],
            concurrency: 20,
            requests_per_minute: None,
            tokens_per_minute: None,
            requests_per_day: None,
            max_cost_usd: None,
            max_cost_per_day_usd: None,
            max_cost_per_month_usd: None,
            denies_data_collection: false,
            wants_zero_retention: false,
            reasoning: None,
            overnight: false,
            deck: "Hanji".into(),
            tags: Vec::new(),
        }
    }
}

impl Settings {
    /// The address of the chosen engine's server; none for the dictionary.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        match self.engine {
            Engine::Dictionary => None,
            Engine::Openrouter => Some(&self.openrouter_url),
            Engine::Compatible => Some(&self.compatible_url),
        }
    }

    /// The kinds of card a run gets. What costs nothing is not rationed: from the dictionary, all.
    #[must_use]
    pub fn kinds_for_engine(&self) -> Vec<Kind> {
        match self.engine {
            Engine::Dictionary => Kind::ALL.to_vec(),
            Engine::Openrouter | Engine::Compatible => self.kinds.clone(),
        }
    }

    /// These settings of a run, with what is not the run's to choose as it is set `now`: the caps
    /// of a day and a month, what providers may see, and the limits of the server, of which those
    /// that are not set now stay as they were.
    pub(crate) fn within(self, now: &Self) -> Self {
        Self {
            concurrency: if now.concurrency == Self::default().concurrency {
                self.concurrency
            } else {
                now.concurrency
            },
            requests_per_minute: now.requests_per_minute.or(self.requests_per_minute),
            tokens_per_minute: now.tokens_per_minute.or(self.tokens_per_minute),
            requests_per_day: now.requests_per_day.or(self.requests_per_day),
            max_cost_per_day_usd: now.max_cost_per_day_usd,
            max_cost_per_month_usd: now.max_cost_per_month_usd,
            denies_data_collection: now.denies_data_collection,
            wants_zero_retention: now.wants_zero_retention,
            ..self
        }
    }

    /// Says what is wrong with the settings, if anything.
    pub fn validate(&self) -> Result<(), Problem> {
        let wrong = |message: &str, hint: &str| {
            Err(Problem::new(Code::InvalidInput, message).with_hint(hint))
        };
        if self.concurrency == 0 || self.concurrency > 500 {
            return wrong(
                "The number of requests at once is out of range.",
                "Choose a number from 1 to 500.",
            );
        }
        let limits = [self.requests_per_minute, self.tokens_per_minute, self.requests_per_day];
        if limits.contains(&Some(0)) {
            return wrong(
                "A limit of zero would stop everything.",
                "Leave the limit empty for none.",
            );
        }
        let caps = [self.max_cost_usd, self.max_cost_per_day_usd, self.max_cost_per_month_usd];
        if caps.into_iter().flatten().any(|cost| !cost.is_finite() || cost < 0.0) {
            return wrong(
                "A spending cap is not an amount of money.",
                "Give US dollars, such as 0.50.",
            );
        }
        if self.engine != Engine::Dictionary && self.model.trim().is_empty() {
            return wrong("No model is chosen.", "Name one, such as google/gemini-2.5-flash.");
        }
        if self.engine != Engine::Dictionary && self.kinds.is_empty() {
            return wrong("No kind of card is chosen.", "Choose at least one.");
        }
        if self.overnight && self.engine != Engine::Openrouter {
            return wrong(
                "Only OpenRouter answers overnight.",
                "Choose OpenRouter, or leave the overnight mode out.",
            );
        }
        if self.overnight && (self.wants_zero_retention || self.denies_data_collection) {
            return wrong(
                "A batch is kept by those who answer it, which your privacy settings rule out.",
                "Leave the overnight mode out, or allow it in the settings for privacy.",
            );
        }
        if self.deck.trim().is_empty() {
            return wrong("The deck has no name.", "Give it one.");
        }
        Ok(())
    }
}

/// Reads the settings; a missing file gives the defaults.
pub(crate) fn load(path: &Path) -> Result<Settings, Problem> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Settings::default());
        }
        Err(error) => return Err(Problem::of_file(path, &error)),
    };
    toml::from_str(&text).map_err(|error| {
        Problem::new(
            Code::InvalidInput,
            format!("The settings in {} cannot be read: {}", path.display(), error.message()),
        )
        .with_hint("Correct the file, or delete it to start from the defaults.")
    })
}

/// Writes the settings whole or not at all.
pub(crate) fn save(path: &Path, settings: &Settings) -> Result<(), Problem> {
    let text = toml::to_string_pretty(settings).map_err(|error| {
        Problem::new(Code::Internal, format!("The settings cannot be written down: {error}"))
    })?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|failed| failed.error)
    });
    written.map(drop).map_err(|error| Problem::of_file(path, &error))
}
