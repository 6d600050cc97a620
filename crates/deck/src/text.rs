//! Plain text on its way into Anki: normalised, freed of control characters, escaped, and with
//! every Korean run marked as such. Nothing a word file or a model wrote can become markup, a
//! media reference or a formula here; this module knows no field and no template.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// One line of clean plain text: NFC, trimmed, line breaks as spaces, no control characters.
pub(crate) fn clean_line(text: &str) -> String {
    clean(text).replace('\n', " ")
}

/// Clean plain text that keeps its line breaks as `\n`.
pub(crate) fn clean(text: &str) -> String {
    let visible: String = text.replace("\r\n", "\n").chars().filter_map(visible).collect();
    let trimmed = visible.trim();
    if is_nfc(trimmed) { trimmed.to_owned() } else { trimmed.nfc().collect() }
}

/// The character as it may be shown, if it may: other line ends and spaces become the plain ones;
/// control characters and the marks that reorder text on screen are dropped.
fn visible(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\u{a0}' => Some(' '),
        '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// A field that holds one line of Korean or of a transcription; its template names the language.
pub(crate) fn line(text: &str) -> String {
    escape(&clean_line(text))
}

/// A field of English in which Korean may occur: line breaks kept, Korean runs marked.
pub(crate) fn prose(text: &str) -> String {
    let text = clean(text);
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    let mut in_korean = false;
    let mut spaces = 0; // after Korean: they belong to the run only if Korean follows
    for c in text.chars() {
        if in_korean && c == ' ' {
            spaces += 1;
            continue;
        }
        let korean = is_korean(c);
        if in_korean && !korean {
            html.push_str("</span>");
        }
        html.extend(std::iter::repeat_n(' ', std::mem::take(&mut spaces)));
        if korean && !in_korean {
            html.push_str("<span lang=\"ko\">");
        }
        in_korean = korean;
        push_escaped(&mut html, c);
    }
    if in_korean {
        html.push_str("</span>");
    }
    html
}

/// Clean text as HTML that shows exactly that text.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    text.chars().for_each(|c| push_escaped(&mut html, c));
    html
}

fn push_escaped(html: &mut String, c: char) {
    match c {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        // Anki acts on [sound:…], [latex] and [[type:…]] wherever it finds them in the HTML
        '[' => html.push_str("&#91;"),
        // MathJax looks for \( and \[ in the shown text, but not across an element
        '\\' => html.push_str("&#92;<span></span>"),
        '\n' => html.push_str("<br>"),
        c => html.push(c),
    }
}

/// Hangul, whole or as jamo, and hanja.
fn is_korean(c: char) -> bool {
    matches!(c,
        '\u{ac00}'..='\u{d7ff}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}'
        | '\u{a960}'..='\u{a97f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Tags as Anki keeps them: no spaces or quotes, no empty level, each once whatever its case,
/// sorted.
pub(crate) fn tags(tags: &[String]) -> Vec<String> {
    let mut tags: Vec<_> =
        tags.iter().map(|tag| clean_tag(tag)).filter(|t| !t.is_empty()).collect();
    tags.sort_by_cached_key(|tag| (tag.to_lowercase(), tag.clone()));
    tags.dedup_by_key(|tag| tag.to_lowercase());
    tags
}

fn clean_tag(tag: &str) -> String {
    let tag = clean_line(tag).replace('"', "");
    levels(&tag)
        .map(|level| level.split_whitespace().collect::<Vec<_>>().join("_"))
        .collect::<Vec<_>>()
        .join("::")
}

/// A deck name as Anki keeps it: no empty level, no control characters.
pub(crate) fn deck_name(name: &str) -> String {
    levels(&clean_line(name)).collect::<Vec<_>>().join("::")
}

fn levels(path: &str) -> impl Iterator<Item = &str> {
    path.split("::").map(str::trim).filter(|level| !level.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_in_a_word_file_is_shown_not_obeyed() {
        assert_eq!(
            line("<script>alert(1)</script> & \"x\""),
            "&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"x\""
        );
    }

    #[test]
    fn media_and_formula_marks_are_defused() {
        assert_eq!(line("[sound:a.mp3]"), "&#91;sound:a.mp3]");
        assert_eq!(line(r"\(x\)"), "&#92;<span></span>(x&#92;<span></span>)");
    }

    #[test]
    fn decomposed_hangul_is_composed() {
        assert_eq!(line("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"), "한글");
    }

    #[test]
    fn control_and_reordering_characters_vanish() {
        assert_eq!(clean("\u{feff}가\0나\u{1f}다\u{202e}라\u{7f}"), "가나다라");
    }

    #[test]
    fn line_breaks_of_every_system_become_one_kind() {
        assert_eq!(prose(" a\r\nb\rc\nd\u{2028}e "), "a<br>b<br>c<br>d<br>e");
        assert_eq!(line("a\r\nb"), "a b");
    }

    #[test]
    fn korean_in_an_english_sentence_is_marked_as_one_run() {
        assert_eq!(
            prose("Say 학교에 가요, then 學校."),
            "Say <span lang=\"ko\">학교에 가요</span>, then <span lang=\"ko\">學校</span>."
        );
    }

    #[test]
    fn tags_become_what_anki_would_make_of_them() {
        let given =
            ["a place", "A Place", "  ", "topik:: 1 ::", "q\"uote", "한국 어"].map(String::from);
        assert_eq!(tags(&given), ["A_Place", "quote", "topik::1", "한국_어"]);
    }

    #[test]
    fn a_deck_name_has_no_empty_level() {
        assert_eq!(deck_name(" Korean :: ::TOPIK 1::"), "Korean::TOPIK 1");
    }

    /// Enough of HTML's rules to read back what this module writes.
    fn shown(html: &str) -> String {
        let mut text = html.replace("<br>", "\n");
        for tag in ["<span lang=\"ko\">", "<span>", "</span>"] {
            text = text.replace(tag, "");
        }
        for (entity, c) in
            [("&lt;", "<"), ("&gt;", ">"), ("&#91;", "["), ("&#92;", "\\"), ("&amp;", "&")]
        {
            text = text.replace(entity, c);
        }
        text
    }

    proptest! {
        #[test]
        fn the_html_shows_exactly_the_clean_text(text in "[ -~가-힣一-龥\\n\\t]{0,40}") {
            prop_assert_eq!(shown(&prose(&text)), clean(&text));
            prop_assert_eq!(shown(&line(&text)), clean_line(&text));
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
