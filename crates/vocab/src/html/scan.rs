//! Takes HTML apart into tags and text, as browsers do for whatever people saved as HTML: no tag
//! needs its end, no quote its twin. Time and memory stay with the text, however many attributes a
//! tag has, which a tree builder does not promise. It refuses to know what a tag is for.

/// Elements whose content is no HTML and no text of the page.
const RAW: [&str; 8] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];
/// How many attributes of a tag are looked at.
const MOST_ATTRIBUTES: usize = 64;

/// A piece of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, with its entities as they are.
    Text(&'a str),
    /// A start tag.
    Open(Tag<'a>),
    /// The name of an end tag, in lower case.
    Close(String),
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// In lower case.
    pub(super) name: String,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The value of an attribute, empty where it has none.
    pub(super) fn attribute(&self, wanted: &str) -> Option<&'a str> {
        let mut found = Attributes(self.attributes).take(MOST_ATTRIBUTES);
        found.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
    }

    /// Whether the page does not show it.
    pub(super) fn is_hidden(&self) -> bool {
        let style = || self.attribute("style").unwrap_or_default().to_ascii_lowercase();
        let hides = |style: String| {
            style.split(';').any(|rule| {
                let (name, value) = rule.split_once(':').unwrap_or_default();
                name.trim() == "display" && value.trim().starts_with("none")
            })
        };
        !self.attributes.is_empty() && (self.attribute("hidden").is_some() || hides(style()))
    }
}

/// The tags and texts of a page.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(page: &'a str) -> Self {
        Self { rest: page }
    }

    /// Text up to the next tag; `from` is where that may begin.
    fn text(&mut self, from: usize) -> Token<'a> {
        let end = self.rest[from..].find('<').map_or(self.rest.len(), |at| from + at);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Token::Text(text)
    }

    fn skip_past(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, rest)| rest);
    }

    fn open(&mut self, len: usize) -> Token<'a> {
        let inside = &self.rest[1..len - 1];
        let name_len = inside.find(ends_name).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(name_len);
        self.rest = &self.rest[len..];
        let name = name.to_ascii_lowercase();
        if RAW.contains(&name.as_str()) {
            self.rest = end_of_raw(self.rest, &name);
        }
        Token::Open(Tag { name, attributes })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let inside = match self.rest.strip_prefix('<') {
                Some(inside) => inside,
                None if self.rest.is_empty() => return None,
                None => return Some(self.text(0)),
            };
            if inside.starts_with("!--") {
                self.skip_past("-->");
            } else if inside.starts_with(['!', '?']) {
                self.skip_past(">");
            } else if let Some(name) = inside.strip_prefix('/') {
                let name = &name[..name.find(ends_name).unwrap_or(name.len())];
                let name = name.to_ascii_lowercase();
                self.skip_past(">");
                return Some(Token::Close(name));
            } else if inside.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && let Some(len) = tag_len(self.rest)
            {
                return Some(self.open(len));
            } else if inside.contains('>') {
                return Some(self.text(1));
            } else {
                // No tag can follow.
                return Some(Token::Text(std::mem::take(&mut self.rest)));
            }
        }
    }
}

fn ends_name(letter: char) -> bool {
    letter.is_ascii_whitespace() || matches!(letter, '/' | '>')
}

/// The length of the tag at the start. A quote that is never closed quotes nothing.
fn tag_len(text: &str) -> Option<usize> {
    let (mut quote, mut before) = (None, b' ');
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            None if byte == b'>' => return Some(at + 1),
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            Some(_) | None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    text.find('>').map(|at| at + 1)
}

/// What follows from the end tag of this name on.
fn end_of_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let is_end = |(at, _): &(usize, &str)| {
        let named = text.get(at + 2..at + 2 + name.len());
        named.is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    text.match_indices("</").find(is_end).map_or("", |(at, _)| &text[at..])
}

/// Names and values.
struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let between = |letter: char| letter.is_ascii_whitespace() || letter == '/';
        let text = self.0.trim_start_matches(between);
        if text.is_empty() {
            return None;
        }
        let ends = |letter: char| between(letter) || letter == '=';
        let len = text.find(ends).unwrap_or(text.len()).max(1);
        let (name, rest) = text.split_at(text.ceil_char_boundary(len));
        let Some(value) = rest.trim_start().strip_prefix('=') else {
            self.0 = rest;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let quoted = value.strip_prefix('"').and_then(|inside| inside.split_once('"'));
        let quoted =
            quoted.or_else(|| value.strip_prefix('\'').and_then(|inside| inside.split_once('\'')));
        let unquoted =
            || value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()));
        let (value, rest) = quoted.unwrap_or_else(unquoted);
        self.0 = rest;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(page: &str) -> Vec<&str> {
        let text = |token| if let Token::Text(text) = token { Some(text) } else { None };
        Tokens::of(page).filter_map(text).collect()
    }

    fn first_tag(page: &str) -> Tag<'_> {
        let tag = |token| if let Token::Open(tag) = token { Some(tag) } else { None };
        Tokens::of(page).find_map(tag).unwrap()
    }

    #[test]
    fn tags_and_comments_are_no_text() {
        assert_eq!(texts("a<b>b</b ><!-- <td> -->c<?x?><!x>d"), ["a", "b", "c", "d"]);
        assert_eq!(texts("<style>td{}</style>a<SCRIPT>'</td>'</script>b"), ["a", "b"]);
        assert_eq!(texts("a<script>b"), ["a"]);
    }

    #[test]
    fn a_bracket_that_opens_no_tag_is_text() {
        assert_eq!(texts("a < b <3 <i>").concat(), "a < b <3 ");
        assert_eq!(texts("x <b"), ["x ", "<b"]);
    }

    #[test]
    fn attributes_are_found_however_they_are_written() {
        let tag = first_tag("<TD a='>' COLSPAN = \"2\" rowspan=3 hidden/>");
        assert_eq!(tag.name, "td");
        assert_eq!(tag.attribute("colspan"), Some("2"));
        assert_eq!(tag.attribute("rowspan"), Some("3"));
        assert_eq!(tag.attribute("x"), None);
        assert!(first_tag("<td style=\"color:red; DISPLAY: none\">").is_hidden());
        assert!(!first_tag("<td style='display:block'>").is_hidden());
    }
}
