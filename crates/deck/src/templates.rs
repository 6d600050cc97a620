//! The card templates and their style sheet, as files a designer can open. Each template is gated
//! by one field: its card exists when that field is filled, which is all that decides about cards
//! both here and in Anki. Ids and order are frozen like the fields.

use std::sync::LazyLock;

use crate::{
    fields::{self, Fields},
    note::Kind,
};

/// One template of the note type.
pub(crate) struct Template {
    /// As the learner sees it in Anki's browser.
    pub(crate) name: &'static str,
    /// The place of the field that must be filled for the card to exist.
    pub(crate) gate: usize,
    /// The question, in Anki's template language.
    pub(crate) front: String,
    /// The answer.
    pub(crate) back: String,
}

impl Template {
    /// Whether Anki makes a card of this template for a note with these fields.
    pub(crate) fn makes_card(&self, fields: &Fields) -> bool {
        !fields.all()[self.gate].is_empty()
    }
}

/// What the backs share, by the mark that stands for it in their files.
const PARTS: [(&str, &str); 3] = [
    ("@sound@", include_str!("../templates/sound.html")),
    ("@example@", include_str!("../templates/example.html")),
    ("@facts@", include_str!("../templates/facts.html")),
];

/// The whole entry, which answers both reading and hearing the word.
const WORD: &str = include_str!("../templates/word.back.html");

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let mut templates = vec![
        template("Recognition", "Term", include_str!("../templates/recognition.front.html"), WORD),
        template(
            "Production",
            "Meaning",
            include_str!("../templates/production.front.html"),
            include_str!("../templates/production.back.html"),
        ),
        template("Listening", "Audio", include_str!("../templates/listening.front.html"), WORD),
        template(
            "Sentence",
            "ExampleBlank",
            include_str!("../templates/sentence.front.html"),
            include_str!("../templates/sentence.back.html"),
        ),
    ];
    templates.extend(Kind::ALL.map(of_kind));
    templates
});

/// Every template, in the frozen order.
pub(crate) fn templates() -> &'static [Template] {
    &TEMPLATES
}

/// The cards' style sheet. Every rule is confined to `.card`, the class that Anki gives a card's
/// body, so that it can be loaded beside other styles.
#[must_use]
pub fn stylesheet() -> &'static str {
    include_str!("../templates/card.css")
}

fn template(name: &'static str, gate: &str, front: &str, back: &str) -> Template {
    let gate = fields::index(gate).unwrap_or_default();
    let back = PARTS
        .into_iter()
        .fold(back.to_owned(), |back, (mark, part)| back.replace(mark, part.trim()));
    Template { name, gate, front: front.trim().to_owned(), back: back.trim().to_owned() }
}

/// The seven generated kinds share one pair of files.
fn of_kind(kind: Kind) -> Template {
    let name = match kind {
        Kind::Scene => "Scene",
        Kind::UsageComparison => "Usage-Comparison",
        Kind::Hanja => "Hanja",
        Kind::Example => "Example",
        Kind::FormalCasual => "Formal-Casual",
        Kind::Grammar => "Grammar",
        Kind::Cultural => "Cultural",
    };
    let cue = match kind {
        Kind::Scene => "Picture the scene",
        Kind::UsageComparison => "Which word, when?",
        Kind::Hanja => "Behind the characters",
        Kind::Example => "In use",
        Kind::FormalCasual => "Formal or casual?",
        Kind::Grammar => "Grammar",
        Kind::Cultural => "Culture",
    };
    let fill = |file: &str| file.replace("@kind@", kind.field_stem()).replace("@cue@", cue);
    template(
        name,
        &format!("{}Front", kind.field_stem()),
        &fill(include_str!("../templates/kind.front.html")),
        &fill(include_str!("../templates/kind.back.html")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_templates_is_frozen() {
        let names: Vec<_> = templates().iter().map(|template| template.name).collect();
        assert_eq!(
            names,
            [
                "Recognition",
                "Production",
                "Listening",
                "Sentence",
                "Scene",
                "Usage-Comparison",
                "Hanja",
                "Example",
                "Formal-Casual",
                "Grammar",
                "Cultural"
            ]
        );
    }

    #[test]
    fn every_front_stands_or_falls_with_its_gate() {
        for template in templates() {
            let gate = fields::NAMES[template.gate];
            let front = &template.front;
            assert!(front.starts_with(&format!("{{{{#{gate}}}}}")), "{}", template.name);
            assert!(front.ends_with(&format!("{{{{/{gate}}}}}")), "{}", template.name);
            assert_eq!(front.matches(&format!("{{{{/{gate}}}}}")).count(), 1, "{}", template.name);
        }
    }

    #[test]
    fn templates_name_only_fields_that_exist() {
        for template in templates() {
            for part in [&template.front, &template.back] {
                for tag in part.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()) {
                    let name = tag.trim_start_matches(['#', '/', '^']);
                    let name = name.rsplit(':').next().unwrap_or(name);
                    let known = name == "FrontSide" || fields::index(name).is_some();
                    assert!(known, "{}: {tag}", template.name);
                }
            }
        }
    }

    #[test]
    fn cards_run_no_script_and_reach_no_network() {
        let parts = templates().iter().flat_map(|t| [t.front.as_str(), t.back.as_str()]);
        for part in parts.chain([stylesheet()]) {
            for banned in ["<script", "javascript:", "//", "url(", "@import", " onclick", " onload"]
            {
                assert!(!part.contains(banned), "{banned} in {part}");
            }
        }
    }

    #[test]
    fn the_style_sheet_touches_nothing_outside_a_card() {
        let selectors = css_selectors(stylesheet());
        assert!(selectors.len() > 10, "{selectors:?}");
        for selectors in selectors {
            for selector in selectors.split(',') {
                assert!(selector.contains(".card"), "{selector}");
            }
        }
    }

    /// What stands before each `{` of a sheet without comments inside selectors; at-rules are
    /// looked into, not reported.
    fn css_selectors(css: &str) -> Vec<String> {
        let mut bare = String::new();
        for (at, piece) in css.split("/*").enumerate() {
            bare.push_str(if at == 0 { piece } else { piece.split_once("*/").map_or("", |p| p.1) });
        }
        let heads =
            bare.split('{').map(|part| part.rsplit(['}', ';']).next().unwrap_or(part).trim());
        let heads = heads.filter(|head| !head.is_empty() && !head.starts_with('@'));
        heads.map(str::to_owned).collect()
    }
}
