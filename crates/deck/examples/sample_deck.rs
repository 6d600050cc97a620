//! Writes a small deck with everything that can go wrong in it, for the tests with the real Anki.
//!
//! `sample_deck OUT.apkg [--name DECK] [--revision N] [--notes N] [--preview FILE]`: a later
//! revision changes the first note and adds a card to it; `--notes` appends that many synthetic
//! ones; `--preview` saves as JSON what the application would show of every card.

use std::{env, error::Error, fs, path::PathBuf};

use deck::{Card, Deck, Example, Format, Kind, Note};

/// The namespace of this library's ids.
const NAMESPACE: u64 = 0x6861_6e6a_6900_0001;

/// When revision 1 was written; each further one is a day later.
const WRITTEN_AT: i64 = 1_750_000_000;

#[derive(Default)]
struct Options {
    out: PathBuf,
    name: Option<String>,
    revision: i64,
    notes: i64,
    preview: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let mut notes = vec![school(options.revision), eat(), hostile()];
    notes.extend(pears());
    notes.extend((0..options.notes).map(synthetic));
    let deck = Deck {
        name: options.name.unwrap_or_else(|| "Hanji::Sample <words> & more".to_owned()),
        description: "Words for the tests & nobody else <b>".to_owned(),
        notes,
    };
    let ending = options.out.extension().unwrap_or_default().to_string_lossy();
    let format = Format::of_ending(&ending).ok_or("no deck has this ending")?;
    deck::write(&deck, format, &options.out)?;
    if let Some(path) = &options.preview {
        fs::write(path, preview(&deck))?;
    }
    Ok(())
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options { revision: 1, ..Options::default() };
    let mut arguments = env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or("a value is missing");
        match argument.to_str() {
            Some("--name") => options.name = Some(value()?.to_string_lossy().into_owned()),
            Some("--revision") => options.revision = value()?.to_string_lossy().parse()?,
            Some("--notes") => options.notes = value()?.to_string_lossy().parse()?,
            Some("--preview") => options.preview = Some(value()?.into()),
            _ => options.out = argument.into(),
        }
    }
    Ok(options)
}

/// Every card's HTML by guid, and the style sheet.
fn preview(deck: &Deck) -> String {
    let cards = deck.notes.iter().flat_map(|note| {
        deck::render(note).into_iter().map(|card| {
            serde_json::json!({
                "guid": note.guid, "template": card.template,
                "front": card.front, "back": card.back,
            })
        })
    });
    let cards: Vec<_> = cards.collect();
    serde_json::json!({ "css": deck::stylesheet(), "cards": cards }).to_string()
}

fn note(id: i64, key: &str, term: &str, pos: &str, meaning: &str) -> Note {
    Note {
        guid: deck::guid(NAMESPACE, id),
        key: key.to_owned(),
        modified_at: WRITTEN_AT,
        term: term.to_owned(),
        pos: pos.to_owned(),
        meaning: meaning.to_owned(),
        source: "Hanji sample".to_owned(),
        ..Note::default()
    }
}

fn card(kind: Kind, front: &str, back: &str) -> Card {
    Card { kind, front: front.to_owned(), back: back.to_owned(), honorific_level: String::new() }
}

fn example(korean: &str, form: &str, english: &str) -> Example {
    Example { korean: korean.to_owned(), form: form.to_owned(), english: english.to_owned() }
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// A full note: every field, and every kind of card but the cultural one.
fn school(revision: i64) -> Note {
    let mut note = note(1, "학교", "학교", "noun", "school");
    "학꾜".clone_into(&mut note.pronunciation);
    "hak̚k͈jo".clone_into(&mut note.ipa);
    "hakgyo".clone_into(&mut note.romanization);
    note.other_meanings = strings(&["the people of a school", "classes, as a daily duty"]);
    note.hanja = Some("學校".to_owned());
    note.keywords = strings(&["학교", "교실", "공부", "선생님"]);
    "You enter the noun room. The cabinet of places stands to your left; its third drawer slides \
     open and the tab reads 1. A bell rings behind the portal."
        .clone_into(&mut note.primer);
    note.cards = vec![
        card(
            Kind::Scene,
            "Chalk dust hangs in the morning light and a brass bell hums under your palm. Which \
             building have you just walked into?",
            "The bell is cold, then warm from a hundred hands. Rows of small desks smell of cedar \
             shavings and rain-wet coats; somebody has written 학교 on the board, and the last \
             stroke of 교 is still wet and white. You are inside the school itself, not a class \
             and not an academy: the place, its gate, its yard.\n\nWhen the bell stops, the whole \
             building breathes in at once and says good morning.",
        ),
        card(
            Kind::UsageComparison,
            "학교 and 학원 both fill a teenager's day in Seoul. Which one is left at four, and \
             which is entered at five?",
            "학교 is the public school everyone must attend; 학원 is the private academy that one \
             pays for, lit until ten at night. 학교에 다니다 says that you are a pupil there; \
             학원에 다니다 that you take lessons after it.",
        ),
        card(
            Kind::Hanja,
            "Two characters, one of a child beneath a roof of learning, one of crossed timber. \
             What do they build?",
            "學 (배울 학) is to learn; 校 (학교 교) is a wooden frame, later a school house. \
             Together 學校: the timber house of learning. The same 學 is in 학생 and 대학.",
        ),
        card(
            Kind::Example,
            "A friend asks where you go every morning at eight. Answer politely.",
            "저는 매일 학교에 가요. The place takes 에 because you move toward it.",
        ),
        card(
            Kind::FormalCasual,
            "You tell the head teacher, then your little brother, that school is over.",
            "학교가 끝났습니다. To the brother: 학교 끝났어.",
        ),
        card(
            Kind::Grammar,
            "Which particle follows 학교 when you study inside it?",
            "학교에서 공부해요: 에서 marks where something is done; 에 marks where it is or goes.",
        ),
    ];
    note.example = Some(example("저는 매일 학교에 가요.", "학교", "I go to school every day."));
    "Not to be mixed up with 학원.".clone_into(&mut note.notes);
    note.tags = strings(&["pos:noun", "TOPIK 1", "place"]);
    if revision > 1 {
        note.modified_at += (revision - 1) * 86_400;
        note.meaning = format!("school (revision {revision})");
        note.cards.push(card(
            Kind::Cultural,
            "Why do shoes stand in rows behind the door?",
            "In many Korean schools one changes into 실내화 at the entrance.",
        ));
    }
    note
}

/// A verb whose form in the sentence is not its dictionary form.
fn eat() -> Note {
    let mut note = note(2, "먹다", "먹다", "verb", "to eat");
    "먹따".clone_into(&mut note.pronunciation);
    "mʌk̚t͈a".clone_into(&mut note.ipa);
    "meokda".clone_into(&mut note.romanization);
    note.cards = vec![card(Kind::Scene, "A bowl of rice steams.", "You eat: 먹다.")];
    note.example = Some(example("아침에 밥을 먹었어요.", "먹었어요", "I had rice in the morning."));
    note
}

/// Text that would be markup, a template, a sound, a formula or broken Unicode if it could.
fn hostile() -> Note {
    let attack = "<script>alert('x')</script> {{Term}} {{/Meaning}} & \"quoted\" &lt; [sound:x.mp3] \
                  [[type:Key]] \\(x^2\\) [latex]y[/latex] <img src=x onerror=alert(1)>";
    let mut note = note(3, attack, attack, attack, attack);
    note.other_meanings = strings(&[attack]);
    note.hanja = Some(attack.to_owned());
    note.primer = format!("{attack}\u{1f}\u{0}\r\n{attack}");
    note.cards = Kind::ALL.map(|kind| card(kind, attack, attack)).to_vec();
    note.example = Some(example(&format!("앞 {attack} 뒤"), attack, attack));
    // decomposed, as file names on a Mac are
    "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}".clone_into(&mut note.notes);
    note.tags = strings(&["two words", "q\"uote", ""]);
    note
}

/// Three words that are spelt alike.
fn pears() -> Vec<Note> {
    let meanings = ["belly", "boat, ship", "pear"];
    let keywords = [["배", "몸"], ["배", "바다"], ["배", "과일"]];
    let notes = meanings.iter().zip(keywords).zip(4..).map(|((meaning, keywords), id)| Note {
        keywords: strings(&keywords),
        ..note(id, &format!("배 {}", id - 3), "배", "noun", meaning)
    });
    notes.collect()
}

/// A note of ordinary size with three cards, whose text differs from every other's.
fn synthetic(number: i64) -> Note {
    let term = format!("낱말{number}");
    let mut note = note(1000 + number, &format!("낱말 {number}"), &term, "noun", "word");
    let back = babble(number.cast_unsigned(), 120);
    note.cards = vec![card(Kind::Scene, &babble(!number.cast_unsigned(), 20), &back)];
    note
}

/// So many words without sense, drawn by a linear congruential generator.
fn babble(seed: u64, words: usize) -> String {
    const WORDS: [&str; 32] = [
        "a",
        "the",
        "of",
        "and",
        "under",
        "beside",
        "desk",
        "pine",
        "resin",
        "warm",
        "cold",
        "bell",
        "rings",
        "lift",
        "two",
        "fingers",
        "낱말",
        "학교에서",
        "steam",
        "copper",
        "rain",
        "window",
        "slowly",
        "bright",
        "salt",
        "thread",
        "you",
        "hear",
        "smell",
        "door",
        "behind",
        "cup",
    ];
    let next = |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
    let draws = std::iter::successors(Some(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)), next);
    let drawn = draws.skip(1).take(words).map(|state| WORDS[(state >> 59) as usize]);
    drawn.collect::<Vec<_>>().join(" ")
}
