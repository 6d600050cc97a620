//! Values that are no text, as a person reads them in a spreadsheet: 3 and not 3.0, 2024-03-01 and
//! not 45352, TRUE. It refuses to know which kind of file they came from.

use super::format::Format;
use crate::{entry::Reason, grid::Cell};

/// Seconds in a day.
const DAY: i64 = 86_400;
/// Days from 0000-03-01 to 1899-12-30, from which spreadsheets count.
const TO_1900: i64 = 693_899;
/// Days from 1899-12-30 to 1904-01-01, from which old Macintosh workbooks count.
const FROM_1904: i64 = 1_462;
/// The day after 9999-12-31, beyond which a number is no date.
const END: i64 = 2_958_466;

/// A number in a format; `from_1904` where the workbook counts days from 1904.
pub(super) fn number(value: f64, format: Format, from_1904: bool) -> Cell {
    let shift = if from_1904 { FROM_1904 } else { 0 };
    let moment = match format {
        Format::Number => None,
        Format::Percent => {
            return other(format!("{}%", decimal(value * 100.0)), Reason::NoHangul);
        }
        Format::Elapsed => seconds(value).map(clock),
        Format::Time => seconds(value).map(|seconds| padded_clock(seconds % DAY)),
        Format::Date => seconds(value).map(|seconds| date(seconds / DAY + shift)),
        Format::DateTime => seconds(value).map(|seconds| {
            format!("{} {}", date(seconds / DAY + shift), padded_clock(seconds % DAY))
        }),
    };
    match moment {
        Some(shown) => other(shown, Reason::NotText),
        None => other(decimal(value), Reason::NoHangul),
    }
}

/// TRUE or FALSE.
pub(super) fn boolean(value: bool) -> Cell {
    other(if value { "TRUE" } else { "FALSE" }.to_owned(), Reason::NotText)
}

/// An error by its text, such as `#N/A`.
pub(super) fn error(shown: &str) -> Cell {
    other(shown.to_owned(), Reason::NotText)
}

/// An error by its number: [MS-XLS] 2.5.10.
pub(super) fn error_code(code: u8) -> Cell {
    error(match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#ERROR!",
    })
}

/// A formula without the result it once had; the formula itself is nothing a learner wrote.
pub(super) fn no_result() -> Cell {
    other(String::new(), Reason::FormulaWithoutCachedValue)
}

/// A date or time written as in ISO 8601: `2024-03-01T00:00:00`.
pub(super) fn iso(value: &str) -> Cell {
    let value = value.strip_suffix("T00:00:00").unwrap_or(value);
    other(value.replacen('T', " ", 1), Reason::NotText)
}

/// A length of time as in ISO 8601, `PT09H30M00S`, shown as 9:30:00.
pub(super) fn duration(value: &str) -> Cell {
    let mut total = Some(0_i64);
    let mut digits = String::new();
    for letter in value.trim_start_matches("PT").chars() {
        let unit = match letter {
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            _ => {
                digits.push(letter);
                continue;
            }
        };
        let whole = digits.split(['.', ',']).next().and_then(|whole| whole.parse::<i64>().ok());
        total =
            total.zip(whole).and_then(|(total, whole)| total.checked_add(whole.checked_mul(unit)?));
        digits.clear();
    }
    other(total.map_or_else(|| value.to_owned(), clock), Reason::NotText)
}

/// A value that is shown but is no text.
pub(super) fn other(shown: String, reason: Reason) -> Cell {
    Cell::Other { shown, reason }
}

/// A number to fifteen digits, as many as spreadsheets keep.
fn decimal(value: f64) -> String {
    let size = value.abs();
    if size < 1e15 && value.fract() == 0.0 {
        return format!("{:.0}", value + 0.0);
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    if (1e-5..1e15).contains(&size) { rounded.to_string() } else { format!("{rounded:E}") }
}

/// Days as seconds, where they can be a date.
#[expect(clippy::cast_possible_truncation, reason = "what is out of range is no date")]
#[expect(clippy::cast_precision_loss, reason = "both numbers are small")]
fn seconds(days: f64) -> Option<i64> {
    (0.0..END as f64).contains(&days).then(|| (days * DAY as f64).round() as i64)
}

fn clock(seconds: i64) -> String {
    format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

fn padded_clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// The day of a serial number. Number 60 is 1900-02-29, which never was: programs count it all the
/// same because the first spreadsheets did.
fn date(serial: i64) -> String {
    if serial == 60 {
        return "1900-02-29".to_owned();
    }
    let days = TO_1900 + serial + i64::from(serial < 60);
    // Years start in March, so that a leap day is a year's last: 146,097 days are 400 years.
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: Cell) -> String {
        match cell {
            Cell::Text(text) | Cell::Other { shown: text, .. } => text,
        }
    }

    #[test]
    fn numbers_look_as_in_the_sheet() {
        let shown = |value| shown(number(value, Format::Number, false));
        assert_eq!(shown(3.0), "3");
        assert_eq!(shown(-0.0), "0");
        assert_eq!(shown(0.1 + 0.2), "0.3");
        assert_eq!(shown(1.5), "1.5");
        assert_eq!(shown(8_801_234_567_890.0), "8801234567890");
        assert_eq!(shown(1e300), "1E300");
        assert_eq!(shown(f64::NAN), "NaN");
    }

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        let shown = |value, format, old| shown(number(value, format, old));
        assert_eq!(shown(45_352.0, Format::Date, false), "2024-03-01");
        assert_eq!(shown(45_351.0, Format::Date, false), "2024-02-29");
        assert_eq!(shown(1.0, Format::Date, false), "1900-01-01");
        assert_eq!(shown(60.0, Format::Date, false), "1900-02-29");
        assert_eq!(shown(61.0, Format::Date, false), "1900-03-01");
        assert_eq!(shown(2_958_465.0, Format::Date, false), "9999-12-31");
        assert_eq!(shown(43_890.0, Format::Date, true), "2024-03-01");
        assert_eq!(shown(45_352.5, Format::DateTime, false), "2024-03-01 12:00:00");
        assert_eq!(shown(0.25, Format::Time, false), "06:00:00");
        assert_eq!(shown(1.5, Format::Elapsed, false), "36:00:00");
        assert_eq!(shown(0.125, Format::Percent, false), "12.5%");
        assert_eq!(shown(1e12, Format::Date, false), "1000000000000");
        assert_eq!(shown(-1.0, Format::Date, false), "-1");
    }

    #[test]
    fn dates_and_lengths_of_time_in_words_of_iso_are_read() {
        assert_eq!(shown(iso("2024-03-01T00:00:00")), "2024-03-01");
        assert_eq!(shown(iso("2024-03-01T09:30:00")), "2024-03-01 09:30:00");
        assert_eq!(shown(duration("PT09H30M05.5S")), "9:30:05");
        assert_eq!(shown(duration("PT99999999999999999H")), "PT99999999999999999H");
        assert_eq!(shown(duration("odd")), "0:00:00");
    }
}
