//! `hanji doctor`: what is wrong, and what to do about it.

use app::{App, Options, Problem, dto::Finding};

use super::deck::settings;
use crate::{
    args::Doctor,
    exit::Exit,
    terminal::{print, print_json},
};

/// Tries everything, the opening of the data folder first.
pub(super) async fn run(options: Options, command: &Doctor) -> Result<Exit, Problem> {
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
