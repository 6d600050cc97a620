//! What a run came to, for a person and for a program.

use app::{
    App, Problem,
    dto::{NoteSource, NoteView, RunSnapshot},
};
use serde_json::json;

use super::out::Written;
use crate::terminal::{counted, print_json, tell};

/// Notes read from the application at once.
const PAGE: u32 = 500;

/// Words named one by one at the most.
const NAMED: usize = 10;

/// Tells how a run ended; with `json`, also as one object on stdout.
pub(crate) fn report(
    app: &App,
    ended: &RunSnapshot,
    deck: &Written,
    json: bool,
) -> Result<(), Problem> {
    let notes = all_notes(app, ended.run)?;
    tell_report(app, ended, deck, &notes)?;
    if !json {
        return Ok(());
    }
    let words = notes.iter().map(|note| json!({ "term": note.term, "source": note.source }));
    print_json(&json!({
        "run": ended.run,
        "state": ended.state,
        "reason": ended.reason,
        "words": ended.words,
        "done": ended.done,
        "failed": ended.failed,
        "needs_review": ended.needs_review,
        "cached": ended.cached,
        "requests": ended.requests,
        "retries": ended.retries,
        "cost_usd": ended.cost_usd,
        "seconds": ended.seconds,
        "first_card_seconds": ended.first_card_seconds,
        "cards": deck.whole().map_or(0, |(exported, _)| exported.cards),
        "notes": words.collect::<Vec<_>>(),
        "out": deck.whole().map(|(_, path)| path.display().to_string()),
    }))
}

fn all_notes(app: &App, run: i64) -> Result<Vec<NoteView>, Problem> {
    let mut notes = Vec::new();
    let mut after = 0;
    loop {
        let page = app.run_notes(run, after, PAGE)?;
        if page.notes.is_empty() {
            notes.sort_by_key(|note: &NoteView| note.position);
            return Ok(notes);
        }
        after = page.next;
        notes.extend(page.notes);
    }
}

fn tell_report(
    app: &App,
    ended: &RunSnapshot,
    deck: &Written,
    notes: &[NoteView],
) -> Result<(), Problem> {
    let cost = ended.cost_usd.map_or("not told by the server".into(), |cost| format!("${cost:.4}"));
    tell(format!(
        "Run {}: {} of {} done, {} failed, {} to review, {} without a request; {}, {} repeated; cost {cost}; {:.1} s.",
        ended.run,
        ended.done,
        counted(ended.words, "word", "words"),
        ended.failed,
        ended.needs_review,
        ended.cached,
        counted(ended.requests, "request", "requests"),
        ended.retries,
        ended.seconds,
    ));
    let computed = notes.iter().filter(|note| note.source == NoteSource::Computed);
    let computed: Vec<&str> = computed.map(|note| note.term.as_str()).collect();
    if !computed.is_empty() {
        tell(format!(
            "Not in the built-in dictionary, so with your own meaning and the computed pronunciation only: {}.",
            some(&computed)
        ));
    }
    for failed in app.run_failures(ended.run)?.iter().take(NAMED) {
        tell(format!("  failed: {} ({}): {}", failed.term, failed.stage, failed.message));
    }
    deck.tell(ended.run);
    Ok(())
}

fn some(words: &[&str]) -> String {
    let named = words.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match words.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
