//! `hanji say`: what the Korean layer computes of a word.

use std::io::{self, Read as _};

use app::{
    Code, Problem,
    dto::{Said, SayWord},
};

use crate::{
    args::Say,
    exit::Exit,
    terminal::{print, print_json},
};

pub(super) fn run(command: &Say) -> Result<Exit, Problem> {
    let asked = asked(&command.words)?;
    if asked.iter().any(|asked| asked.word.trim().is_empty()) {
        return Err(Problem::new(Code::InvalidInput, "An empty word cannot be said.")
            .with_hint("Give a word, such as `hanji say 학교`."));
    }
    let said: Vec<Said> = asked.iter().map(app::say).collect();
    if command.json {
        print_json(&said)?;
        return Ok(Exit::Done);
    }
    for said in &said {
        print(format!(
            "{}  [{}]  {}  /{}/",
            said.word, said.pronunciation, said.romanization, said.ipa
        ));
    }
    Ok(Exit::Done)
}

fn asked(words: &[String]) -> Result<Vec<SayWord>, Problem> {
    if words != ["-"] {
        return Ok(words
            .iter()
            .map(|word| SayWord { word: word.clone(), ..SayWord::default() })
            .collect());
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|error| {
        Problem::new(Code::InvalidInput, format!("Standard input cannot be read: {error}."))
            .with_hint("Give lines of UTF-8 text.")
    })?;
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(line).collect())
}

/// `word⇥part of speech⇥hanja`; the last two may be missing.
fn line(line: &str) -> SayWord {
    let mut cells = line.split('\t').map(|cell| cell.trim().to_owned());
    let mut next = || cells.next().filter(|cell| !cell.is_empty());
    SayWord { word: next().unwrap_or_default(), pos: next(), hanja: next() }
}
