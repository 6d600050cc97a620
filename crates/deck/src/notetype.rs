//! The JSON with which Anki's `col` table describes our note type, a deck and their options. Ids
//! are constants: by them Anki knows the note type again in a learner's collection, and with them
//! unchanged it takes over newer templates when [`RELEASED_AT`] grew.

use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};

use crate::{fields, templates, text};

/// The note type's identity. A new id would leave every old note behind.
pub(crate) const NOTETYPE_ID: i64 = 1_795_000_000_011;

/// Unix seconds at which the present templates were made. Anki takes over changed templates and
/// styles only if this grew, so every change of them needs a new value.
const RELEASED_AT: i64 = 1_795_000_000;

/// The name under which the note type is listed.
pub(crate) const NOTETYPE_NAME: &str = "Hanji Korean";

/// Ids of fields and templates: this plus their place.
const FIELD_IDS: i64 = 6_011_000_000_001_000;
const TEMPLATE_IDS: i64 = 6_011_000_000_002_000;

/// Anki's own default deck and options, which it expects in every collection.
const DEFAULT_ID: i64 = 1;
const DEFAULT_NAME: &str = "Default";

/// The order in which Anki's browser sorts: by the word, not by its key.
pub(crate) const SORT_FIELD: usize = 1;

/// LaTeX wrappers, which Anki insists on although no field of ours uses them.
const LATEX_PRE: &str = "\\documentclass[12pt]{article}\n\\begin{document}\n";
const LATEX_POST: &str = "\\end{document}";

/// The `models` column.
pub(crate) fn models() -> Value {
    let fields = fields::NAMES.iter().zip(0_i64..).map(|(name, ord)| field(name, ord));
    let templates = templates::templates().iter().zip(0_i64..);
    let templates = templates.map(|(template, ord)| card_template(template, ord));
    keyed(
        NOTETYPE_ID,
        json!({
            "id": NOTETYPE_ID, "name": NOTETYPE_NAME, "type": 0, "mod": RELEASED_AT, "usn": -1,
            "sortf": SORT_FIELD, "did": null, "css": templates::stylesheet(),
            "latexPre": LATEX_PRE, "latexPost": LATEX_POST, "latexsvg": false,
            "tags": [], "vers": [],
            "flds": fields.collect::<Vec<_>>(), "tmpls": templates.collect::<Vec<_>>(),
        }),
    )
}

fn field(name: &str, ord: i64) -> Value {
    json!({
        "id": FIELD_IDS + ord, "name": name, "ord": ord, "sticky": false, "rtl": false,
        "font": "Arial", "size": 20, "media": [],
    })
}

fn card_template(template: &templates::Template, ord: i64) -> Value {
    json!({
        "id": TEMPLATE_IDS + ord, "name": template.name, "ord": ord,
        "qfmt": template.front, "afmt": template.back,
        "bqfmt": "", "bafmt": "", "bfont": "", "bsize": 0, "did": null,
    })
}

/// The `decks` column: ours with the decks above it, and the default one.
pub(crate) fn decks(name: &str, description: &str, modified_at: i64) -> Value {
    let levels = name.match_indices("::").map(|(at, _)| &name[..at]);
    let above = levels.map(|name| deck(deck_id(name), name, "", modified_at));
    let ours = deck(deck_id(name), name, &text::prose(description), modified_at);
    let default = deck(DEFAULT_ID, DEFAULT_NAME, "", 0);
    let decks = [default].into_iter().chain(above).chain([ours]);
    decks.map(|deck| (deck["id"].to_string(), deck)).collect::<Map<_, _>>().into()
}

/// A deck's id: the same for the same name, and shaped like Anki's, a time in milliseconds. Anki
/// goes by the name; the id only has to be stable and its own.
pub(crate) fn deck_id(name: &str) -> i64 {
    if name == DEFAULT_NAME {
        return DEFAULT_ID;
    }
    let hash = Sha1::digest(name);
    let number = hash[..5].iter().fold(0_i64, |number, &byte| number << 8 | i64::from(byte));
    1_400_000_000_000 + number % 300_000_000_000
}

fn deck(id: i64, name: &str, description: &str, modified_at: i64) -> Value {
    json!({
        "id": id, "name": name, "desc": description, "mod": modified_at, "usn": -1,
        "lrnToday": [0, 0], "revToday": [0, 0], "newToday": [0, 0], "timeToday": [0, 0],
        "collapsed": false, "browserCollapsed": false, "dyn": 0, "conf": DEFAULT_ID,
        "extendNew": 0, "extendRev": 0,
    })
}

/// The `dconf` column: Anki's own default options.
pub(crate) fn deck_options() -> Value {
    keyed(
        DEFAULT_ID,
        json!({
            "id": DEFAULT_ID, "name": DEFAULT_NAME, "mod": 0, "usn": 0, "maxTaken": 60,
            "autoplay": true, "timer": 0, "replayq": true, "dyn": false,
            "new": {
                "bury": false, "delays": [1.0, 10.0], "initialFactor": 2500,
                "ints": [1, 4, 0], "order": 1, "perDay": 20,
            },
            "rev": {
                "bury": false, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200,
                "hardFactor": 1.2,
            },
            "lapse": {
                "delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0,
            },
        }),
    )
}

/// The `conf` column.
pub(crate) fn collection_options(deck_id: i64) -> Value {
    json!({
        "schedVer": 2, "sched2021": true, "curDeck": deck_id, "activeDecks": [deck_id],
        "curModel": NOTETYPE_ID, "nextPos": 1, "newSpread": 0, "collapseTime": 1200,
        "timeLim": 0, "estTimes": true, "dueCounts": true, "addToCur": true,
        "sortType": "noteFld", "sortBackwards": false, "dayLearnFirst": false,
    })
}

fn keyed(id: i64, value: Value) -> Value {
    Value::Object(Map::from_iter([(id.to_string(), value)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Learners keep the templates of an older release unless `RELEASED_AT` grows with them.
    #[test]
    fn changed_templates_come_with_a_new_release_time() {
        let hash = Sha1::digest(models().to_string());
        let fingerprint =
            hash[..8].iter().fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
        assert_eq!(
            fingerprint, 0xc15c_745b_4e5c_c5b1,
            "templates changed: raise RELEASED_AT, then pin this"
        );
    }

    #[test]
    fn a_decks_id_depends_on_its_name_alone() {
        assert_eq!(deck_id("Korean"), deck_id("Korean"));
        assert_ne!(deck_id("Korean"), deck_id("Korean 2"));
        assert_eq!(deck_id("Korean").to_string().len(), 13);
    }

    #[test]
    fn a_deck_has_the_decks_above_it_beside_it() {
        let decks = decks("A::B::C", "", 0);
        let names: Vec<_> = decks.as_object().unwrap().values().map(|deck| &deck["name"]).collect();
        assert_eq!(names, ["Default", "A", "A::B", "A::B::C"]);
    }

    #[test]
    fn ankis_default_deck_is_never_doubled() {
        assert_eq!(decks("Default", "", 0).as_object().unwrap().len(), 1);
        assert_eq!(deck_id("Default"), DEFAULT_ID);
    }
}
