//! `hanji cache`: what was paid for and is kept.

use app::{App, CacheCheck, CacheStats, Code, Forget, Forgotten, Problem};

use super::deck;
use crate::{
    args::{Cache, Forgetting, Warm},
    exit::Exit,
    terminal::{counted, print, print_json, tell},
};

pub(super) async fn run(app: &App, command: Cache) -> Result<Exit, Problem> {
    match command {
        Cache::Stats(command) => stats(&app.cache_stats()?, command.json),
        Cache::Verify(command) => verify(&app.cache_verify().await?, command.json),
        Cache::Warm(command) => warm(app, &command).await,
        Cache::Forget(command) => forget(app, command).await,
    }
}

fn stats(kept: &CacheStats, json: bool) -> Result<Exit, Problem> {
    if json {
        return print_json(kept).map(|()| Exit::Done);
    }
    print(format!(
        "{} kept, of {} paid for (${:.4}).",
        counted(kept.answers, "answer", "answers"),
        counted(kept.replies, "reply", "replies"),
        kept.cost_usd
    ));
    if kept.forgotten + kept.purged > 0 {
        print(format!("Forgotten: {}, and {} deleted.", kept.forgotten, kept.purged));
    }
    print(format!("Texts: {}, in a file of {}.", size(kept.text_bytes), size(kept.file_bytes)));
    if let Some(rate) = kept.hit_rate {
        let words = counted(kept.words, "finished word", "finished words");
        print(format!("Of {words}, {:.0} % needed no request.", rate * 100.0));
    }
    for kind in &kept.kinds {
        print(format!(
            "  {:>6} × {} by {}, prompt {}, ${:.4}",
            kind.answers,
            kind.stage,
            kind.model,
            kind.prompt.as_deref().unwrap_or("not known"),
            kind.cost_usd
        ));
    }
    Ok(Exit::Done)
}

fn verify(found: &CacheCheck, json: bool) -> Result<Exit, Problem> {
    if json {
        print_json(found)?;
    } else {
        found.damage.iter().for_each(|what| print(format!("BAD  the file: {what}")));
        for fault in &found.faults {
            print(format!("BAD  {} of {}: {}", fault.stage, fault.term, fault.message));
        }
        let replies = counted(found.replies, "reply", "replies");
        print(format!("Read {replies}; {} wrong.", found.faults.len()));
    }
    if !found.damage.is_empty() {
        tell("hint: `hanji doctor --repair` saves what can be read into a new file.");
    }
    if !found.faults.is_empty() {
        tell("hint: `hanji cache forget --word …` has such a word asked for again.");
    }
    let is_well = found.damage.is_empty() && found.faults.is_empty();
    Ok(if is_well { Exit::Done } else { Exit::Stuck })
}

/// A run whose deck nobody asked for.
async fn warm(app: &App, command: &Warm) -> Result<Exit, Problem> {
    let mut import = deck::read(&command.list)?;
    let begin = async {
        let settings = deck::settings::capped(app, &command.asked, command.max_cost).await?;
        app.start_run_over(&mut import, settings).await
    };
    deck::work(app, begin, None, command.json).await
}

async fn forget(app: &App, command: Forgetting) -> Result<Exit, Problem> {
    let Forgetting { word, model, prompt, undo, purge, yes, json, all: _ } = command;
    let word = word.map(Forget::Word);
    let what = word.or(model.map(Forget::Model)).or(prompt.map(Forget::Prompt));
    let what = what.unwrap_or(Forget::All);
    if undo {
        return say("Answering again", app.remember().await?, json);
    }
    if !yes {
        let would = app.would_forget(&what)?;
        return Err(Problem::new(
            Code::InvalidInput,
            format!("{}: say so with --yes.", sentence("This would forget", would)),
        )
        .with_hint(if purge {
            "The texts are deleted for good; asking again costs about as much."
        } else {
            "`hanji cache forget --undo` takes it back; asking again costs about as much."
        }));
    }
    let forgotten = app.forget(&what, purge).await?;
    if purge {
        tell("hint: copies from before upgrades (hanji.backup-….sqlite) still hold old texts.");
    }
    say("Forgot", forgotten, json)
}

fn say(did: &str, what: Forgotten, json: bool) -> Result<Exit, Problem> {
    if json {
        print_json(&what)?;
    } else {
        print(format!("{}.", sentence(did, what)));
    }
    Ok(Exit::Done)
}

fn sentence(did: &str, what: Forgotten) -> String {
    let answers = counted(what.answers, "answer", "answers");
    let deleted = match what.purged {
        0 => String::new(),
        texts => format!("; deleted {}", counted(texts, "text", "texts")),
    };
    format!("{did} {answers}, which cost ${:.4}{deleted}", what.cost_usd)
}

fn size(bytes: i64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
