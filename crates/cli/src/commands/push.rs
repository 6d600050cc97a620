//! A run's deck into a running Anki.

use app::{App, Problem};

use crate::{
    args::Push,
    exit::Exit,
    terminal::{counted, print_json, tell},
};

pub(super) async fn run(app: &App, command: Push) -> Result<Exit, Problem> {
    let Push { id, name, dry_run, json } = command;
    let pushed = app.push_run(id, name, dry_run).await?;
    if json.json {
        print_json(&pushed)?;
        return Ok(Exit::Done);
    }
    let notes =
        |words: &[String]| counted(u32::try_from(words.len()).unwrap_or(u32::MAX), "note", "notes");
    let (added, updated) = (notes(&pushed.added), notes(&pushed.updated));
    let left = counted(pushed.left_alone, "note", "notes");
    tell(if dry_run {
        format!("Anki would get {added}; {updated} would be updated, {left} left as they are.")
    } else {
        format!("Anki got {added}; {updated} updated, {left} left as they were.")
    });
    Ok(Exit::Done)
}
