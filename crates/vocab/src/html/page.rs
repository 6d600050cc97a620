//! A page as its tables and, outside of them, its lines. Tags nest to any depth without a call for
//! each, and what a page does not show is left out. It refuses to know what the cells mean.

use super::scan::{Tag, Token};
use super::table::Table;

/// How deep tables are kept apart; deeper ones are text of the cell they stand in.
const DEEPEST: usize = 64;
/// The longest cell or line, in bytes.
const LONGEST: usize = 32 * 1024;
/// Elements that are left out with what they hold: not text, or the reading above a word.
const LEFT_OUT: [&str; 6] = ["template", "svg", "xml", "select", "rt", "rp"];
/// Elements without content.
const EMPTY: [&str; 10] =
    ["br", "hr", "img", "input", "col", "wbr", "meta", "link", "area", "embed"];
/// Elements that hold more than a piece of a line; what is hidden in them ends with them.
const BLOCKS: [&str; 13] = [
    "table", "tbody", "thead", "div", "section", "article", "ul", "ol", "dl", "form", "template",
    "svg", "xml",
];
/// Elements that stand on lines of their own.
const LINES: [&str; 20] = [
    "br",
    "p",
    "div",
    "li",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "ul",
    "ol",
    "dl",
    "section",
    "article",
    "pre",
    "blockquote",
];
/// Elements that hold a heading.
const TITLES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
/// Elements that may hold the line of a list's item.
const INSIDE_ITEMS: [&str; 5] = ["p", "div", "section", "article", "blockquote"];

/// What a line outside of tables is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    #[default]
    Text,
    /// The heading of a part, or of a table.
    Title,
    Item,
    Term,
    Definition,
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Finished tables, inner ones before those around them.
    pub(super) tables: Vec<Table>,
    pub(super) lines: Vec<(Kind, String)>,
    open: Vec<Table>,
    /// Tables that are not kept apart, and are open.
    deeper: usize,
    left_out: Option<(String, usize)>,
    line: String,
    kind: Kind,
}

impl Page {
    pub(super) fn of<'a>(tokens: impl Iterator<Item = Token<'a>>) -> Self {
        let mut page = Self::default();
        for token in tokens {
            match token {
                Token::Text(text) if page.left_out.is_none() => page.text(text),
                Token::Text(_) => {}
                Token::Open(tag) => page.open(&tag),
                Token::Close(name) => page.close(&name),
            }
        }
        page.end_line(Kind::Text);
        while page.open.pop().map(|table| page.tables.push(table.finished())).is_some() {}
        page
    }

    fn text(&mut self, text: &str) {
        let into = self.place();
        for letter in text.chars() {
            if into.len() > LONGEST {
                return;
            }
            if !letter.is_ascii_whitespace() {
                into.push(letter);
            } else if !into.is_empty() && !into.ends_with([' ', '\n']) {
                into.push(' ');
            }
        }
    }

    /// Where text goes now; between the cells of a table it is none of the table's.
    fn place(&mut self) -> &mut String {
        self.open.last_mut().and_then(Table::cell).unwrap_or(&mut self.line)
    }

    fn open(&mut self, tag: &Tag<'_>) {
        if !self.goes_on_showing(&tag.name, true) {
            return;
        }
        let hidden = tag.is_hidden() && !EMPTY.contains(&tag.name.as_str());
        let in_table = self.deeper == 0;
        match tag.name.as_str() {
            name if LEFT_OUT.contains(&name) => self.left_out = Some((name.to_owned(), 1)),
            "tr" if in_table => self.table().begin_row(hidden),
            "td" | "th" if in_table && hidden => {
                self.table().end_cell();
                self.left_out = Some((tag.name.clone(), 1));
            }
            "td" | "th" if in_table => self.table().begin_cell(tag),
            name if hidden => self.left_out = Some((name.to_owned(), 1)),
            "table" => self.open_table(),
            "tbody" | "thead" | "tfoot" => self.end_row(),
            "caption" => {
                self.end_row();
                self.end_line(Kind::Title);
            }
            "li" => self.break_line(Kind::Item),
            "dt" => self.break_line(Kind::Term),
            "dd" => self.break_line(Kind::Definition),
            "br" => self.break_line(self.kind),
            name if TITLES.contains(&name) => self.break_line(Kind::Title),
            name if INSIDE_ITEMS.contains(&name) && self.is_item_begun() => {}
            name if LINES.contains(&name) => self.break_line(Kind::Text),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if !self.goes_on_showing(name, false) {
            return;
        }
        match name {
            "table" if self.deeper > 0 => self.deeper -= 1,
            "table" => {
                if let Some(table) = self.open.pop() {
                    self.tables.push(table.finished());
                    self.end_line(Kind::Text);
                }
            }
            "caption" => self.end_line(Kind::Text),
            "td" | "th" if self.deeper == 0 => {
                self.open.last_mut().map(Table::end_cell);
            }
            "tr" | "tbody" | "thead" | "tfoot" => self.end_row(),
            name if LINES.contains(&name) => self.break_line(Kind::Text),
            _ => {}
        }
    }

    /// Whether a tag is to be heeded: inside an element that is left out it only ends that.
    fn goes_on_showing(&mut self, name: &str, opens: bool) -> bool {
        let Some((left_out, depth)) = &mut self.left_out else { return true };
        let part_of_line = !BLOCKS.contains(&left_out.as_str());
        let of_table = matches!(name, "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot");
        let of_ruby =
            matches!(left_out.as_str(), "rt" | "rp") && matches!(name, "ruby" | "rb" | "rt" | "rp");
        if left_out.as_str() == name && !opens {
            *depth -= 1;
            if *depth == 0 {
                self.left_out = None;
            }
            return false;
        }
        if part_of_line && (of_table || of_ruby) {
            self.left_out = None;
            return true;
        }
        if left_out.as_str() == name {
            *depth += 1;
        }
        false
    }

    /// The innermost table; a row without one begins it.
    fn table(&mut self) -> &mut Table {
        if self.open.is_empty() {
            self.end_line(Kind::Text);
            self.open.push(Table::behind(self.lines.len()));
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn open_table(&mut self) {
        if self.open.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        self.end_line(Kind::Text);
        self.open.push(Table::behind(self.lines.len()));
    }

    fn end_row(&mut self) {
        if self.deeper == 0
            && let Some(table) = self.open.last_mut()
        {
            table.end_row();
        }
    }

    /// A new line of the cell, or of the page.
    fn break_line(&mut self, kind: Kind) {
        if self.open.is_empty() {
            self.end_line(kind);
            return;
        }
        let text = self.place();
        if text.is_empty() || text.len() >= LONGEST {
            return;
        }
        text.truncate(text.trim_end_matches(' ').len());
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }

    /// Whether an item of a list was begun and has no text yet: `<li><p>학교`.
    fn is_item_begun(&self) -> bool {
        let listed = matches!(self.kind, Kind::Item | Kind::Term | Kind::Definition);
        listed && self.open.is_empty() && self.line.trim().is_empty()
    }

    fn end_line(&mut self, next: Kind) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.lines.push((self.kind, line));
        }
        self.kind = next;
    }
}
