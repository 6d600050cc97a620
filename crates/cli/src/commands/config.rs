//! `hanji config`: the settings that every run begins with.

use app::{App, Problem};

use crate::{args::Config, exit::Exit, terminal::print};

pub(super) fn run(app: &App, command: Config) -> Result<Exit, Problem> {
    match command {
        Config::Show { name: None } => print(app.settings().to_toml()?.trim_end()),
        Config::Show { name: Some(name) } => print(app.settings().get(&name)?),
        Config::Set { name, value } => {
            let settings = app.set_settings(app.settings().with(&name, &value)?)?;
            print(settings.get(&name)?);
        }
        Config::Path => print(app.settings_path().display().to_string()),
    }
    Ok(Exit::Done)
}
