//! Settings one by one, by the names they have in the file.

use toml::{Table, Value};

use crate::{
    dto::Settings,
    problem::{Code, Problem},
};

impl Settings {
    /// All settings as their file writes them; those that are not set stand in comments.
    pub fn to_toml(&self) -> Result<String, Problem> {
        let table = self.table()?;
        let unset = names()?.into_iter().filter(|name| !table.contains_key(name));
        let unset: Vec<_> = unset.map(|name| format!("# {name} is not set\n")).collect();
        Ok(table.to_string() + &unset.concat())
    }

    /// A setting as its file writes it; empty when it is not set.
    pub fn get(&self, name: &str) -> Result<String, Problem> {
        known(name)?;
        Ok(self.table()?.get(name).map(Value::to_string).unwrap_or_default())
    }

    /// These settings with one changed: to a value as TOML writes it, to a bare text, or, when
    /// nothing is given, back to its default.
    pub fn with(&self, name: &str, value: &str) -> Result<Self, Problem> {
        known(name)?;
        let mut table = self.table()?;
        table.remove(name);
        if value.is_empty() {
            return read(table);
        }
        let text = Value::String(value.to_owned());
        let written = format!("value = {value}").parse::<Table>().ok();
        let written = written.and_then(|mut line| line.remove("value"));
        let with = |value| {
            let mut table = table.clone();
            table.insert(name.to_owned(), value);
            read(table)
        };
        // a deck may be called 2026
        with(written.unwrap_or_else(|| text.clone()))
            .or_else(|problem| with(text).map_err(|_| problem))
    }

    fn table(&self) -> Result<Table, Problem> {
        Table::try_from(self).map_err(Problem::internal)
    }
}

fn read(table: Table) -> Result<Settings, Problem> {
    table.try_into().map_err(|error: toml::de::Error| {
        Problem::new(Code::InvalidInput, format!("That is no value for it: {}.", error.message()))
            .with_hint("`hanji config show` shows all settings with their values.")
    })
}

fn known(name: &str) -> Result<(), Problem> {
    let names = names()?;
    if names.iter().any(|known| known == name) {
        return Ok(());
    }
    Err(Problem::new(Code::InvalidInput, format!("There is no setting “{name}”."))
        .with_hint(format!("There are: {}.", names.join(", "))))
}

/// All of them, set or not.
fn names() -> Result<Vec<String>, Problem> {
    let all = serde_json::to_value(Settings::default()).map_err(Problem::internal)?;
    Ok(all.as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_changed_by_its_name_and_taken_back_to_its_default() {
        let settings = Settings::default().with("concurrency", "7").unwrap();
        assert_eq!((settings.concurrency, settings.get("concurrency").unwrap()), (7, "7".into()));
        let settings = settings.with("max_cost_usd", "0.5").unwrap();
        assert_eq!(settings.max_cost_usd, Some(0.5));
        let settings = settings.with("max_cost_usd", "").unwrap().with("deck", "2026").unwrap();
        assert_eq!((settings.max_cost_usd, settings.deck.as_str()), (None, "2026"));
        let settings = settings.with("model", "openai/gpt-5-mini").unwrap();
        assert_eq!(settings.model, "openai/gpt-5-mini");
        let settings = settings.with("tags", r#"["a", "b"]"#).unwrap();
        assert_eq!(settings.tags, ["a", "b"]);
    }

    #[test]
    fn what_is_no_setting_or_no_value_is_refused_with_what_there_is() {
        let unknown = Settings::default().with("speed", "7").unwrap_err();
        assert!(unknown.hint.unwrap().contains("concurrency"));
        assert!(Settings::default().with("concurrency", "many").is_err());
    }

    #[test]
    fn all_settings_can_be_seen_the_unset_ones_too() {
        let text = Settings::default().to_toml().unwrap();
        assert!(text.contains("concurrency = 20") && text.contains("# max_cost_usd is not set"));
        assert_eq!(toml::from_str::<Settings>(&text).unwrap(), Settings::default());
    }
}
