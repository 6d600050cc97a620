//! XML as spreadsheets use it. A document type is refused, and with it every entity a file could
//! define or fetch; names are compared without their prefix, which writers choose as they like.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    escape::{resolve_predefined_entity, unescape},
    events::{BytesRef, BytesStart, Event},
    name::QName,
};

use super::Fault;

/// An XML part, read event by event. Empty elements come as a start and an end.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

/// The text of an XML part.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _, broken) = encoding.decode(bytes);
        return if broken { Err(Fault::Damaged) } else { Ok(text) };
    }
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| Fault::Damaged)
}

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// The next event; the end of the text only where every element is closed.
    pub(super) fn next(&mut self) -> Result<Event<'a>, Fault> {
        let event = self.reader.read_event().map_err(|_| Fault::Damaged)?;
        match event {
            Event::DocType(_) => return Err(Fault::Damaged),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.checked_sub(1).ok_or(Fault::Damaged)?,
            Event::Eof if self.depth > 0 => return Err(Fault::Damaged),
            _ => {}
        }
        Ok(event)
    }

    /// The next start of an element, none at the end of the text.
    pub(super) fn next_start(&mut self) -> Result<Option<BytesStart<'a>>, Fault> {
        loop {
            match self.next()? {
                Event::Start(tag) => return Ok(Some(tag)),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Leaves out the element just entered.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The text of the element just entered, without that of elements inside it.
    pub(super) fn text(&mut self) -> Result<String, Fault> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Event::Start(_) => self.skip()?,
                Event::End(_) => return Ok(text),
                event => push_text(&event, &mut text)?,
            }
        }
    }
}

/// Adds what an event says to a text.
pub(super) fn push_text(event: &Event<'_>, text: &mut String) -> Result<(), Fault> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(reference) => push_reference(reference, text)?,
        _ => {}
    }
    Ok(())
}

fn push_reference(reference: &BytesRef<'_>, text: &mut String) -> Result<(), Fault> {
    if let Some(letter) = reference.resolve_char_ref().map_err(|_| Fault::Damaged)? {
        text.push(letter);
        return Ok(());
    }
    text.push_str(resolve_predefined_entity(reference).ok_or(Fault::Damaged)?);
    Ok(())
}

/// The attribute of this name, whatever its prefix; not those that `LibreOffice` adds to an ODS under
/// a name of the standard with a meaning of their own.
pub(super) fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    find(tag, |key| key.local_name().as_ref() == name && !key.as_ref().starts_with("calcext:"))
}

/// The attributes of these names, in one pass over a tag of which a file has very many.
pub(super) fn attributes<'t, const N: usize>(
    tag: &'t BytesStart<'_>,
    names: [&str; N],
) -> [Option<Cow<'t, str>>; N] {
    let mut found = [const { None }; N];
    for attribute in tag.attributes().with_checks(false).flatten() {
        let name = attribute.key.local_name();
        if let Some(at) = names.iter().position(|wanted| *wanted == name.as_ref()) {
            found[at] = Some(unescaped(attribute.value));
        }
    }
    found
}

/// The attribute of this name with its prefix.
pub(super) fn prefixed<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    find(tag, |key| key.as_ref() == name)
}

fn find<'t>(tag: &'t BytesStart<'_>, wanted: impl Fn(QName<'_>) -> bool) -> Option<Cow<'t, str>> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| wanted(attribute.key))?;
    Some(unescaped(found.value))
}

fn unescaped(raw: Cow<'_, str>) -> Cow<'_, str> {
    if !raw.contains('&') {
        return raw;
    }
    match unescape(&raw) {
        Ok(text) => Cow::Owned(text.into_owned()),
        Err(_) => raw,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(xml: &str) -> Result<String, Fault> {
        let mut xml = Xml::new(xml);
        xml.next_start()?;
        xml.text()
    }

    #[test]
    fn text_is_joined_over_references_and_sections() {
        let xml = "<t>&#xD559;&amp;<![CDATA[<교>]]><b>left out</b> &lt;</t>";
        assert_eq!(text_of(xml).unwrap(), "학&<교> <");
    }

    #[test]
    fn entities_of_the_file_itself_are_never_looked_up() {
        let xml = "<!DOCTYPE t [<!ENTITY a \"b\">]><t>&a;</t>";
        assert!(matches!(text_of(xml), Err(Fault::Damaged)));
        assert!(matches!(text_of("<t>&a;</t>"), Err(Fault::Damaged)));
    }

    #[test]
    fn an_element_that_is_never_closed_is_damage() {
        assert!(matches!(text_of("<t>학교"), Err(Fault::Damaged)));
        assert!(matches!(text_of("<t>학교</s>"), Err(Fault::Damaged)));
    }

    #[test]
    fn text_with_a_byte_order_mark_is_decoded_by_it() {
        let wide: Vec<u8> =
            "\u{FEFF}<t>학교</t>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide).unwrap(), "<t>학교</t>");
        assert!(decode(b"<t>\xFF</t>").is_err());
    }
}
