//! A note's cards as Anki will show them, for a preview in the application. It reads the subset
//! of Anki's template language that our own templates use, and differs from Anki in two places
//! that need no script: a hint is a disclosure, and a typed answer is not compared.

use crate::{
    fields::Fields,
    note::Note,
    templates::{self, Template},
};

/// One card of a note, ready to be put into an element of class `card`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The template's name, e.g. `Recognition`.
    pub template: &'static str,
    /// HTML of the question.
    pub front: String,
    /// HTML of the question and its answer.
    pub back: String,
}

/// Every card that Anki makes of the note, in template order.
#[must_use]
pub fn render(note: &Note) -> Vec<Rendered> {
    let fields = Fields::of(note);
    let made = templates::templates().iter().filter(|template| template.makes_card(&fields));
    made.map(|template| rendered(template, &fields)).collect()
}

fn rendered(template: &Template, fields: &Fields) -> Rendered {
    Rendered {
        template: template.name,
        front: fill(&template.front, fields, Side::Front),
        back: fill(&template.back, fields, Side::Back),
    }
}

#[derive(Clone, Copy)]
enum Side {
    Front,
    Back,
}

/// The template with its tags replaced; a section is kept or skipped by its field.
fn fill(template: &str, fields: &Fields, side: Side) -> String {
    let mut html = String::new();
    let mut rest = template;
    while let Some((before, tag, after)) = next_tag(rest) {
        html.push_str(before);
        rest = after;
        match tag.strip_prefix('#') {
            Some(field) if fields.get(field).is_empty() => rest = after_section(after, field),
            Some(_) => {}
            None => push_value(&mut html, tag, fields, side),
        }
    }
    html.push_str(rest);
    html
}

/// What precedes the next `{{tag}}`, the tag, and what follows it.
fn next_tag(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once("{{")?;
    let (tag, after) = rest.split_once("}}")?;
    Some((before, tag, after))
}

/// What follows the end of a field's section; sections of one field do not nest.
fn after_section<'a>(template: &'a str, field: &str) -> &'a str {
    template.split_once(&format!("{{{{/{field}}}}}")).map_or("", |(_, after)| after)
}

fn push_value(html: &mut String, tag: &str, fields: &Fields, side: Side) {
    match tag.split_once(':') {
        None if tag.starts_with('/') => {}
        None => html.push_str(fields.get(tag)),
        Some(("hint", field)) => push_hint(html, field, fields.get(field)),
        Some((_, field)) => push_typed(html, fields.get(field), side),
    }
}

fn push_hint(html: &mut String, field: &str, value: &str) {
    html.push_str("<details class=\"hint\"><summary>");
    html.push_str(field);
    html.push_str("</summary><div>");
    html.push_str(value);
    html.push_str("</div></details>");
}

fn push_typed(html: &mut String, value: &str, side: Side) {
    match side {
        Side::Front => html.push_str("<input type=\"text\" id=\"typeans\" readonly>"),
        Side::Back => {
            html.push_str("<code id=\"typeans\">");
            html.push_str(value);
            html.push_str("</code>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{Card, Example, Kind};

    fn school() -> Note {
        Note {
            key: "학교".to_owned(),
            term: "학교".to_owned(),
            meaning: "school".to_owned(),
            hanja: Some("學校".to_owned()),
            ..Note::default()
        }
    }

    fn names(note: &Note) -> Vec<&'static str> {
        render(note).iter().map(|card| card.template).collect()
    }

    #[test]
    fn a_card_exists_when_its_front_has_something_to_say() {
        let mut note = school();
        assert_eq!(names(&note), ["Recognition", "Production"]);
        note.meaning = " \n".to_owned();
        note.cards = vec![
            Card {
                kind: Kind::Cultural,
                front: "Why?".to_owned(),
                back: String::new(),
                honorific_level: String::new(),
            },
            Card {
                kind: Kind::Scene,
                front: "\0 ".to_owned(),
                back: "x".to_owned(),
                honorific_level: String::new(),
            },
        ];
        note.example = Some(Example {
            korean: "학교에 가요.".to_owned(),
            form: "학교".to_owned(),
            english: String::new(),
        });
        assert_eq!(names(&note), ["Recognition", "Sentence", "Cultural"]);
    }

    #[test]
    fn no_tag_is_left_unfilled() {
        for card in render(&school()) {
            assert!(!card.front.contains("{{") && !card.back.contains("{{"), "{card:?}");
        }
    }

    #[test]
    fn the_sections_of_empty_fields_are_left_out() {
        let mut note = school();
        note.hanja = None;
        let with = &render(&school())[0];
        let without = &render(&note)[0];
        assert!(with.front.contains("<summary>Hanja</summary><div>學校</div>"), "{}", with.front);
        assert!(!without.front.contains("Hanja") && !without.back.contains("Hanja"));
    }

    #[test]
    fn the_front_asks_for_typing_and_the_back_shows_the_word() {
        let production = &render(&school())[1];
        assert!(production.front.contains("<input") && !production.front.contains("학교"));
        assert!(production.back.contains("<code id=\"typeans\">학교</code>"));
    }

    #[test]
    fn template_marks_in_a_word_are_shown_as_they_are() {
        let note = Note { meaning: "{{Term}} {{/Meaning}}".to_owned(), ..school() };
        assert!(render(&note)[0].back.contains("{{Term}} {{/Meaning}}"));
    }
}
