//! Money in whole pico-dollars, read from the digits of a price and never through a float.
//! It knows one currency and refuses negative amounts: OpenRouter writes "-1" for "it depends",
//! which is an unknown price, not a sum.

use std::fmt;
use std::iter::Sum;
use std::ops::AddAssign;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// Digits after the decimal point that are kept.
const PLACES: i32 = 12;
const PICO_PER_DOLLAR: u64 = 1_000_000_000_000;

/// An amount of US dollars, exact to a pico-dollar (10⁻¹² USD); at most about 18 million dollars.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd(u64);

/// Why a text is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a decimal number.
    #[error("not an amount of money: {0:?}")]
    NotANumber(String),
    /// Below zero; in a price list this means "it depends".
    #[error("an amount of money cannot be negative: {0:?}")]
    Negative(String),
    /// More than fits.
    #[error("more money than can be counted: {0:?}")]
    TooMuch(String),
}

impl Usd {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// From whole pico-dollars, the form in which amounts are stored.
    #[must_use]
    pub const fn from_pico(pico: u64) -> Self {
        Self(pico)
    }

    /// Whole pico-dollars.
    #[must_use]
    pub const fn pico(self) -> u64 {
        self.0
    }

    /// This amount `count` times, stopping at the largest amount.
    #[must_use]
    pub const fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }

    /// The sum, stopping at the largest amount.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, stopping at nothing.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The exact decimal without a sign or trailing zeros: `0.0012`.
    #[must_use]
    pub fn to_decimal(self) -> String {
        let whole = self.0 / PICO_PER_DOLLAR;
        let fraction = format!("{:012}", self.0 % PICO_PER_DOLLAR);
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") }
    }
}

impl AddAssign for Usd {
    fn add_assign(&mut self, other: Self) {
        *self = self.plus(other);
    }
}

impl Sum for Usd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

/// Exact, with at least cents: `$0.0012`, `$3.50`, `$12.00`.
impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = self.to_decimal();
        let places = decimal.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        match places {
            0 => write!(f, "${decimal}.00"),
            1 => write!(f, "${decimal}0"),
            _ => write!(f, "${decimal}"),
        }
    }
}

/// Reads JSON's number grammar and plain decimals. Digits beyond the twelfth place round up, so
/// that an amount is never counted as less than it is.
impl FromStr for Usd {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let not_a_number = || MoneyError::NotANumber(text.to_owned());
        let trimmed = text.trim();
        let (negative, unsigned) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                (mantissa, exponent.parse::<i32>().map_err(|_| not_a_number())?)
            }
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(not_a_number());
        }
        let fraction_length = i32::try_from(fraction.len()).map_err(|_| not_a_number())?;
        let pico = scaled(&digits, exponent.saturating_sub(fraction_length))
            .ok_or_else(|| MoneyError::TooMuch(text.to_owned()))?;
        if negative && pico > 0 {
            return Err(MoneyError::Negative(text.to_owned()));
        }
        Ok(Self(pico))
    }
}

/// `digits` × 10^`exponent` dollars in pico-dollars, rounded up; `None` when it does not fit.
fn scaled(digits: &str, exponent: i32) -> Option<u64> {
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    let shift = exponent.saturating_add(PLACES);
    if shift >= 0 {
        let value: u64 = digits.parse().ok()?;
        return value.checked_mul(10_u64.checked_pow(shift.unsigned_abs())?);
    }
    let dropped = usize::try_from(shift.unsigned_abs()).ok()?;
    let (kept, lost) = digits.split_at(digits.len().saturating_sub(dropped));
    let value: u64 = if kept.is_empty() { 0 } else { kept.parse().ok()? };
    let round_up = lost.bytes().any(|byte| byte != b'0');
    value.checked_add(u64::from(round_up))
}

/// Written as a decimal string, so that no reader is tempted to make a float of it.
impl Serialize for Usd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_decimal())
    }
}

/// Read from a decimal string or from the digits of a JSON number. Only from JSON text: other
/// sources have already been through a float.
impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        of_json(raw.get()).map_err(D::Error::custom)
    }
}

/// The amount in a JSON value's text: a string of digits or a number.
pub(crate) fn of_json(json: &str) -> Result<Usd, MoneyError> {
    json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(json).parse()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usd(text: &str) -> Usd {
        text.parse().unwrap()
    }

    #[test]
    fn reads_prices_as_the_model_list_writes_them() {
        assert_eq!(usd("0.00000015").pico(), 150_000);
        assert_eq!(usd("0"), Usd::ZERO);
        assert_eq!(usd("1.5e-7").pico(), 150_000);
        assert_eq!(usd("3").pico(), 3 * PICO_PER_DOLLAR);
        assert_eq!(usd("2E1").pico(), 20 * PICO_PER_DOLLAR);
    }

    #[test]
    fn a_json_number_keeps_every_digit_that_a_float_would_lose() {
        let cost: Usd = serde_json::from_str("9007199.254740993001").unwrap();
        assert_eq!(cost.pico(), 9_007_199_254_740_993_001);
        let quoted: Usd = serde_json::from_str("\"0.1\"").unwrap();
        assert_eq!(quoted, usd("0.1"));
    }

    #[test]
    fn a_remainder_below_a_pico_dollar_rounds_up() {
        assert_eq!(usd("0.0000000000001").pico(), 1);
        assert_eq!(usd("1e-400").pico(), 1);
        assert_eq!(usd("0.0000000000010").pico(), 1);
        assert_eq!(usd("0.0000000000011").pico(), 2);
    }

    #[test]
    fn refuses_what_is_not_an_amount() {
        for text in ["", ".", "abc", "1.2.3", "1e", "NaN", "inf", "1,5", "--1", "１"] {
            assert!(matches!(text.parse::<Usd>(), Err(MoneyError::NotANumber(_))), "{text}");
        }
        assert!(matches!("-1".parse::<Usd>(), Err(MoneyError::Negative(_))));
        assert!(matches!("1e30".parse::<Usd>(), Err(MoneyError::TooMuch(_))));
        assert_eq!("-0.0".parse::<Usd>(), Ok(Usd::ZERO));
    }

    #[test]
    fn shows_every_digit_and_at_least_cents() {
        assert_eq!(usd("0.0012").to_string(), "$0.0012");
        assert_eq!(usd("3.5").to_string(), "$3.50");
        assert_eq!(usd("12").to_string(), "$12.00");
    }

    proptest! {
        #[test]
        fn text_and_back_is_the_same_amount(pico: u64) {
            let amount = Usd::from_pico(pico);
            prop_assert_eq!(usd(&amount.to_decimal()), amount);
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<Usd>(&json).unwrap(), amount);
            let number: Usd = serde_json::from_str(&amount.to_decimal()).unwrap();
            prop_assert_eq!(number, amount);
        }

        #[test]
        fn a_sum_of_read_amounts_is_the_sum_of_their_digits(
            amounts in prop::collection::vec(0_u64..1_000_000_000_000, 0..50)
        ) {
            let read: Usd = amounts
                .iter()
                .map(|pico| usd(&format!("0.{pico:012}")))
                .sum();
            prop_assert_eq!(read.pico(), amounts.iter().sum::<u64>());
        }

        #[test]
        fn the_exponent_form_is_the_same_amount(mantissa in 0_u64..1_000_000, exponent in -12_i32..2) {
            let plain = mantissa.checked_mul(10_u64.pow((exponent + 12).unsigned_abs())).unwrap();
            prop_assert_eq!(usd(&format!("{mantissa}e{exponent}")).pico(), plain);
        }

        #[test]
        fn reading_never_panics(text in "\\PC*") {
            let _ = text.parse::<Usd>();
        }
    }
}
