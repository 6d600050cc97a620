//! One cell's text made plain: composed, without invisible characters, markup and odd spaces.
//! It refuses to know what the cell is for.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use crate::{anki_markup, emphasis, halfwidth, markup};

/// The longest cell that is kept, in bytes; what follows is cut off.
const LONGEST_CELL: usize = 32 * 1024;

/// Cleans a cell that may have several lines.
pub(crate) fn text(raw: &str) -> Cow<'_, str> {
    let raw = start(raw, LONGEST_CELL);
    if raw.chars().all(is_plain) {
        return Cow::Borrowed(raw.trim());
    }
    let unmarked = anki_markup::strip(raw);
    let visible: String = markup::strip(&unmarked).chars().filter_map(visible).collect();
    let composed: String = halfwidth::compose(&visible).nfc().collect();
    Cow::Owned(emphasis::strip(&composed).trim().to_owned())
}

/// Cleans a cell that is one line, with single spaces.
pub(crate) fn line(raw: &str) -> Cow<'_, str> {
    let text = text(raw);
    if text.contains('\n') || text.contains("  ") {
        let words: Vec<_> = text.split_whitespace().collect();
        return Cow::Owned(words.join(" "));
    }
    text
}

/// At most `longest` bytes of the text, cut between characters.
pub(crate) fn start(text: &str, longest: usize) -> &str {
    &text[..text.floor_char_boundary(longest)]
}

/// Characters that need no work; most cells have no others.
fn is_plain(letter: char) -> bool {
    matches!(letter, ' '..='~' | '가'..='힣') && !matches!(letter, '<' | '&' | '[' | '{' | '*')
}

fn visible(letter: char) -> Option<char> {
    match letter {
        // Word processors break lines inside a cell with a vertical tab.
        '\n' | '\u{B}' | '\u{C}' => Some('\n'),
        '\t' => Some(' '),
        _ if letter.is_control() || is_invisible(letter) => None,
        _ if letter.is_whitespace() => Some(' '),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0),
        _ => Some(letter),
    }
}

/// Format characters (Unicode category Cf), hangul fillers and variation selectors.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{AD}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}'..='\u{891}'
        | '\u{8E2}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0001}' | '\u{E0020}'..='\u{E007F}'
        | '\u{115F}'..='\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{FE00}'..='\u{FE0F}')
}

/// Whether the text holds a control that turns the direction of writing around.
pub(crate) fn has_direction_control(text: &str) -> bool {
    text.contains(|letter| matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_go() {
        for raw in
            ["학\u{200B}교", "\u{FEFF}학교\u{200D}", "학\u{AD}교", "\u{202E}학교\u{202C}", "학\0교"]
        {
            assert_eq!(text(raw), "학교", "{raw:?}");
        }
    }

    #[test]
    fn every_space_is_a_space() {
        assert_eq!(text("\u{3000}할\u{A0}수\t있다 \n"), "할 수 있다");
        assert_eq!(line("할\n수   있다"), "할 수 있다");
        assert_eq!(line("할\u{B}수 있다"), "할 수 있다");
        assert_eq!(text("1. to eat\n2. to have"), "1. to eat\n2. to have");
    }

    #[test]
    fn what_anki_writes_into_cells_goes() {
        assert_eq!(text("학교[sound:hakgyo.mp3]"), "학교");
        assert_eq!(text("{{c1::학교::school}}"), "학교");
        assert_eq!(text("학교[학꾜]"), "학교[학꾜]");
    }

    #[test]
    fn decomposed_full_width_and_half_width_letters_are_composed() {
        assert_eq!(text("\u{1112}\u{1161}\u{11A8}"), "학");
        assert_eq!(text("ＰＣ방（ｐｃ）"), "PC방(pc)");
        assert_eq!(text("\u{FFBE}\u{FFC2}\u{FFA1}"), "학");
    }

    #[test]
    fn a_very_long_cell_is_cut_between_letters() {
        assert_eq!(text(&"가".repeat(20_000)).len(), LONGEST_CELL / 3 * 3);
    }
}
