//! What a cell's number format makes of its number: a date, a time, a share, or just a number.
//! It refuses to know the number.

/// How a number is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// As a number.
    #[default]
    Number,
    /// As hundredths: 0.5 is 50%.
    Percent,
    /// As a day.
    Date,
    /// As a time of day.
    Time,
    /// As a day and a time.
    DateTime,
    /// As hours, minutes and seconds that may go beyond a day.
    Elapsed,
}

impl Format {
    /// A format by its number: ECMA-376 part 1, 18.8.30, with those of East Asian versions.
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percent,
            14..=17 | 27..=31 | 36 | 50..=58 => Self::Date,
            18..=21 | 32..=35 | 45 | 47 => Self::Time,
            22 => Self::DateTime,
            46 => Self::Elapsed,
            _ => Self::Number,
        }
    }

    /// A format by its code, such as `yyyy-mm-dd` or `[h]:mm`: ECMA-376 part 1, 18.8.31.
    pub(super) fn of(code: &str) -> Self {
        let (letters, elapsed) = meaningful(code);
        let has = |wanted: &[char]| letters.contains(wanted);
        let time = has(&['h', 's']);
        let date = has(&['y', 'd']) || has(&['m']) && !time;
        match (date, time) {
            _ if elapsed => Self::Elapsed,
            (true, true) => Self::DateTime,
            (true, false) => Self::Date,
            (false, true) => Self::Time,
            (false, false) if has(&['%']) => Self::Percent,
            (false, false) => Self::Number,
        }
    }
}

/// The first section of a code in small letters, without what is only shown, and whether it counts
/// time beyond a day.
fn meaningful(code: &str) -> (String, bool) {
    let mut letters = String::new();
    let mut elapsed = false;
    let mut rest = code.chars();
    while let Some(letter) = rest.next() {
        match letter {
            ';' => break,
            '\\' | '_' | '*' => drop(rest.next()),
            '"' => drop(rest.by_ref().find(|letter| *letter == '"')),
            '[' => {
                let inside: String = rest.by_ref().take_while(|letter| *letter != ']').collect();
                elapsed |= matches!(inside.as_bytes().first(), Some(b'h' | b'H' | b'm' | b's'))
                    && inside.bytes().all(|byte| b"hmsHMS".contains(&byte));
            }
            _ => letters.extend(letter.to_lowercase()),
        }
    }
    let general = letters.contains("general");
    (if general { String::new() } else { letters }, elapsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_by_what_they_show() {
        for (code, expected) in [
            ("General", Format::Number),
            ("#,##0.00", Format::Number),
            ("0\"days\"", Format::Number),
            ("[Red]0;[Blue]-0", Format::Number),
            ("_-* #,##0_d", Format::Number),
            ("0.0%", Format::Percent),
            ("yyyy-mm-dd", Format::Date),
            ("[$-412]yyyy\"년\" m\"월\" d\"일\"", Format::Date),
            ("mmm", Format::Date),
            ("hh:mm AM/PM", Format::Time),
            ("mm:ss", Format::Time),
            ("m/d/yy h:mm", Format::DateTime),
            ("[h]:mm:ss", Format::Elapsed),
        ] {
            assert_eq!(Format::of(code), expected, "{code}");
        }
    }
}
