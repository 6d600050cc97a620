//! The deck as Markdown (CommonMark): a heading for each word, its facts, its cards. What a word
//! file or a model wrote is shown, never obeyed.

use std::fmt::Write as _;

use crate::{
    note::{Card, Deck, Example, Note},
    text::{clean, clean_line},
};

/// The deck as text.
pub(crate) fn write(deck: &Deck) -> String {
    let mut text = format!("# {}\n", escaped(&clean_line(&deck.name)));
    if !deck.description.is_empty() {
        paragraph(&mut text, &deck.description);
    }
    for note in &deck.notes {
        word(&mut text, note);
    }
    text
}

fn word(text: &mut String, note: &Note) {
    let line = |part: &str| escaped(&clean_line(part));
    // writing into a String cannot fail
    let _ = writeln!(text, "\n## {}", line(&note.term));
    let sounds =
        [("[", &note.pronunciation, "]"), ("/", &note.ipa, "/"), ("", &note.romanization, "")];
    let sounds = sounds.iter().filter(|(_, sound, _)| !sound.is_empty());
    let sounds: Vec<_> =
        sounds.map(|(before, sound, after)| line(&format!("{before}{sound}{after}"))).collect();
    if !sounds.is_empty() {
        let _ = writeln!(text, "\n{}", sounds.join(" · "));
    }
    let facts = [
        ("Meaning", note.meaning.clone()),
        ("Also", note.other_meanings.join("; ")),
        ("Part of speech", note.pos.clone()),
        ("Hanja", note.hanja.clone().unwrap_or_default()),
        ("Keywords", note.keywords.join(", ")),
        ("Notes", note.notes.clone()),
    ];
    let mut facts = facts.iter().filter(|(_, fact)| !fact.trim().is_empty()).peekable();
    if facts.peek().is_some() {
        text.push('\n');
    }
    for (name, fact) in facts {
        let _ = writeln!(text, "- **{name}:** {}", line(fact));
    }
    if let Some(example) = &note.example {
        sentence(text, example);
    }
    note.cards.iter().for_each(|one| card(text, one));
}

fn sentence(text: &mut String, example: &Example) {
    let line = |part: &str| escaped(&clean_line(part));
    let _ = writeln!(text, "\n> {}", line(&example.korean));
    if !example.english.is_empty() {
        let _ = writeln!(text, ">\n> {}", line(&example.english));
    }
}

fn card(text: &mut String, card: &Card) {
    let _ = writeln!(text, "\n### {}", card.kind.title());
    paragraph(text, &card.front);
    paragraph(text, &card.back);
}

fn paragraph(text: &mut String, prose: &str) {
    let lines: Vec<String> = clean(prose).lines().map(escaped).collect();
    // two spaces at the end keep a line break
    let _ = writeln!(text, "\n{}", lines.join("  \n"));
}

/// Text that Markdown shows as it is: each character that could begin markup behind a backslash.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, letter) in text.trim().char_indices() {
        let at_start = at == 0 && matches!(letter, '#' | '+' | '-' | '=' | '~');
        let numbers = matches!(letter, '.' | ')') && is_number(&text.trim()[..at]);
        if at_start
            || numbers
            || matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|')
        {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::Kind;

    #[test]
    fn a_word_is_a_heading_its_facts_and_its_cards() {
        let note = Note {
            term: "물".into(),
            pronunciation: "물".into(),
            ipa: "mul".into(),
            meaning: "water".into(),
            example: Some(Example {
                korean: "물을 마셔요.".into(),
                form: "물".into(),
                english: "I drink water.".into(),
            }),
            cards: vec![Card {
                kind: Kind::Scene,
                front: "A *tap* runs.".into(),
                back: "One\n# Two".into(),
                honorific_level: String::new(),
            }],
            ..Note::default()
        };
        let deck = Deck { name: "Water".into(), notes: vec![note], ..Deck::default() };
        assert_eq!(
            write(&deck),
            "# Water\n\n## 물\n\n\\[물\\] · /mul/\n\n- **Meaning:** water\n\n\
             > 물을 마셔요.\n>\n> I drink water.\n\n### Scene\n\nA \\*tap\\* runs.\n\nOne  \n\\# Two\n"
        );
    }

    #[test]
    fn nothing_that_is_written_becomes_markup() {
        assert_eq!(escaped("1. <b> | 2.5"), "1\\. \\<b\\> \\| 2.5");
        assert_eq!(escaped("- a-b"), "\\- a-b");
    }
}
