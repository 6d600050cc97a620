//! Lines at the head of a text that are for programs: Anki's `#separator:tab`, Excel's `sep=;`. They
//! are obeyed and never shown. It refuses to know Anki's other settings, which say nothing of words.

use crate::{header::Role, layout::Told};

/// What the head of a text says about the rest.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Directives {
    /// The character between the cells.
    pub(crate) separator: Option<u8>,
    /// The names of the columns.
    pub(crate) names: Option<Vec<String>>,
    /// Columns that are said to hold something, by place from 0.
    pub(crate) columns: Vec<(usize, Role)>,
    /// The column with the note's type, by place from 0.
    pub(crate) note_type: Option<usize>,
    /// How many lines they take.
    pub(crate) lines: u32,
}

impl Directives {
    /// Reads the directives at the head of a text and gives the text behind them.
    pub(crate) fn take(text: &str) -> (Self, &str) {
        let mut directives = Self::default();
        let mut rest = text;
        while let Some((line, after)) = rest.split_once('\n') {
            if !directives.obey(line.trim()) {
                break;
            }
            directives.lines += 1;
            rest = after;
        }
        (directives, rest)
    }

    /// A learner's word goes before that of the file.
    pub(crate) fn under(&self, told: Told) -> Told {
        told.over(&self.columns)
    }

    /// Whether the line is a directive.
    fn obey(&mut self, line: &str) -> bool {
        if let Some(separator) = line.strip_prefix("sep=").filter(|_| self.lines == 0) {
            self.separator = one_byte(separator);
            return self.separator.is_some();
        }
        let Some((key, value)) = line.strip_prefix('#').and_then(|line| line.split_once(':'))
        else {
            return false;
        };
        match key {
            "separator" => self.separator = separator(value),
            "columns" => self.name(value),
            "tags column" => self.give(value, Role::Tags),
            "notetype column" => {
                self.note_type = place(value);
                self.give(value, Role::Ignore);
            }
            "guid column" | "deck column" => self.give(value, Role::Ignore),
            "html" | "tags" | "deck" | "notetype" | "if matches" => {}
            _ => return false,
        }
        true
    }

    fn name(&mut self, value: &str) {
        let between = char::from(self.separator.unwrap_or(b'\t'));
        self.names = Some(value.split(between).map(|name| name.trim().to_owned()).collect());
    }

    fn give(&mut self, value: &str, role: Role) {
        self.columns.extend(place(value).map(|column| (column, role)));
    }
}

/// Anki counts columns from 1.
fn place(value: &str) -> Option<usize> {
    value.trim().parse::<usize>().ok().and_then(|column| column.checked_sub(1))
}

/// Anki writes the name of a separator or the character itself.
fn separator(value: &str) -> Option<u8> {
    match value.trim().to_lowercase().as_str() {
        "tab" | "\\t" => Some(b'\t'),
        "comma" => Some(b','),
        "semicolon" => Some(b';'),
        "pipe" => Some(b'|'),
        "colon" => Some(b':'),
        "space" => Some(b' '),
        _ => one_byte(value),
    }
}

fn one_byte(value: &str) -> Option<u8> {
    match value.as_bytes() {
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() => Some(*byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anki_export_says_how_it_is_written() {
        let text = "#separator:Semicolon\n#html:true\n#guid column:1\n#notetype column:2\n#tags column:4\n#columns:id;Type;Front;Tags\nx;Basic;학교;a\n";
        let (directives, rest) = Directives::take(text);
        let names = ["id", "Type", "Front", "Tags"].map(str::to_owned).to_vec();
        let columns = vec![(0, Role::Ignore), (1, Role::Ignore), (3, Role::Tags)];
        let expected = Directives {
            separator: Some(b';'),
            names: Some(names),
            columns,
            note_type: Some(1),
            lines: 6,
        };
        assert_eq!((directives, rest), (expected, "x;Basic;학교;a\n"));
    }

    #[test]
    fn excel_says_which_separator_it_wrote() {
        let (directives, rest) = Directives::take("sep=;\n단어;뜻\n");
        assert_eq!((directives.separator, directives.lines, rest), (Some(b';'), 1, "단어;뜻\n"));
    }

    #[test]
    fn other_lines_are_no_directives() {
        for text in ["# Lesson 1: school\n학교\n", "#1:학교\n", "학교\n#html:true\n", "sep=word\n"]
        {
            assert_eq!(Directives::take(text), (Directives::default(), text), "{text}");
        }
    }
}
