//! `hanji doctor`: what is wrong, and what to do about it.

use app::{App, Options, Problem, Repaired, RepairedTable, dto::Finding};

use super::deck::settings;
use crate::{
    args::Doctor,
    exit::Exit,
    terminal::{counted, print, print_json},
};

/// Tries everything, the opening of the data folder first.
pub(super) async fn run(options: Options, command: &Doctor) -> Result<Exit, Problem> {
    if command.repair {
        return tell_repaired(&app::repair(options.data_dir)?, command.json);
    }
    let choose = async |app: &App| settings::asked(app, &command.asked).await;
    report(&app::check_up(options, choose).await, command.json)
}

fn report(findings: &[Finding], json: bool) -> Result<Exit, Problem> {
    if json {
        print_json(&findings)?;
    } else {
        findings.iter().flat_map(lines).for_each(print);
    }
    let is_well = findings.iter().all(|finding| finding.ok);
    Ok(if is_well { Exit::Done } else { Exit::Stuck })
}

fn lines(finding: &Finding) -> Vec<String> {
    let Finding { component, ok, detail, hint } = finding;
    let mark = if *ok { "ok  " } else { "BAD " };
    let hint = hint.as_ref().map(|hint| format!("     hint: {hint}"));
    [Some(format!("{mark} {component}: {detail}")), hint].into_iter().flatten().collect()
}

/// The losses are named table by table; what was saved is there to be seen.
fn tell_repaired(repaired: &Repaired, json: bool) -> Result<Exit, Problem> {
    if json {
        print_json(repaired)?;
        return Ok(Exit::Done);
    }
    repaired.tables.iter().map(table).for_each(print);
    if repaired.texts_lost > 0 {
        let replies = counted(repaired.texts_lost, "reply", "replies");
        print(format!("The text of {replies} is lost; they are asked for again when needed."));
    }
    print(format!("The damaged file is now {}.", repaired.damaged.display()));
    Ok(Exit::Done)
}

fn table(table: &RepairedTable) -> String {
    let RepairedTable { name, saved, left_out, lost } = table;
    let mut line = format!("{name}: {saved} saved");
    for (rows, what) in
        [(left_out, "left out, because what they belong to is lost"), (lost, "lost")]
    {
        if *rows > 0 {
            line = format!("{line}, {rows} {what}");
        }
    }
    line
}
