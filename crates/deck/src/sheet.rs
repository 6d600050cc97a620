//! A study sheet to print: one self-contained page of HTML without scripts, whose table folds into
//! two columns to cover with a hand. It uses the fonts of the reader's system.

use crate::{
    fields::Fields,
    note::{Deck, Note},
    text::escape,
};

/// The deck as a page.
pub(crate) fn write(deck: &Deck) -> String {
    let name = escape(&crate::text::clean_line(&deck.name));
    let rows: String = deck.notes.iter().map(row).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name}</title>\n<style>\n{}</style>\n</head>\n<body>\n<h1>{name}</h1>\n\
         <table>\n<thead><tr><th scope=\"col\">Word</th><th scope=\"col\">Meaning</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n<footer>{}</footer>\n</body>\n</html>\n",
        include_str!("../templates/sheet.css"),
        escape(&crate::text::clean(&deck.description)),
    )
}

fn row(note: &Note) -> String {
    let fields = Fields::of(note);
    let part = |class: &str, lang: &str, html: &str| match html {
        "" => String::new(),
        html => format!("<div class=\"{class}\"{lang}>{html}</div>"),
    };
    let field = |class: &str, lang: &str, name: &str| part(class, lang, fields.get(name));
    let ipa = match fields.get("IPA") {
        "" => String::new(),
        ipa => format!("/{ipa}/"),
    };
    let korean = " lang=\"ko\"";
    format!(
        "<tr><td>{}{}{}{}{}</td><td>{}{}{}{}</td></tr>\n",
        field("term", korean, "Term"),
        field("hanja", " lang=\"ko-Hani\"", "Hanja"),
        field("sound", korean, "Pronunciation"),
        part("ipa", " lang=\"ko-fonipa\"", &ipa),
        field("example", korean, "Example"),
        field("meaning", "", "Meaning"),
        field("more", "", "OtherMeanings"),
        field("pos", "", "POS"),
        field("english", "", "ExampleMeaning"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_shown_and_nothing_is_fetched() {
        let note = Note {
            term: "물".into(),
            meaning: "<script>water</script>".into(),
            ipa: "mul".into(),
            ..Note::default()
        };
        let deck = Deck { name: "W & W".into(), notes: vec![note], ..Deck::default() };
        let page = write(&deck);
        assert!(page.contains("<title>W &amp; W</title>"));
        assert!(page.contains("<div class=\"term\" lang=\"ko\">물</div>"), "{page}");
        assert!(page.contains("&lt;script&gt;water") && !page.contains("<script"), "{page}");
        assert!(!page.contains("http") && !page.contains("url("), "{page}");
        assert!(!page.contains("class=\"hanja\""), "what is empty leaves no gap");
    }
}
