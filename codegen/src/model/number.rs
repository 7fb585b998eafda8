//! Numbers of models. They keep their value, however large or precise they are.

use std::cmp::Ordering;
use std::fmt;

/// The most digits of an integer that is written without an exponent.
const LONGEST: i128 = 10_000;

/// A JSON number.
#[derive(Clone, Debug)]
pub enum Number {
    /// An integer.
    Integer(i128),
    /// A number that is exactly the shortest decimal of this double.
    Float(f64),
    /// The text of any other number, which is beyond the range or the precision of a double.
    Digits(Box<str>),
}

impl Number {
    /// Reads a number in JSON's grammar, which is also that of the Smithy IDL.
    pub fn from_literal(literal: &str) -> Option<Self> {
        if !is_number(literal) {
            return None;
        }
        if let Ok(value) = literal.parse() {
            return Some(Self::Integer(value));
        }
        let value: f64 = literal.parse().ok()?;
        // Doubles keep any 15 digits.
        let is_exact = literal.len() <= 15 && !literal.contains(['e', 'E'])
            || value.is_finite() && Decimal::of(literal) == Decimal::of(&value.to_string());
        Some(if is_exact { Self::Float(value) } else { Self::Digits(literal.into()) })
    }

    /// The nearest double, infinite beyond the range of doubles.
    pub fn as_f64(&self) -> f64 {
        match self {
            Self::Integer(value) => *value as f64,
            Self::Float(value) => *value,
            Self::Digits(text) => text.parse().unwrap_or_default(),
        }
    }

    /// The value if it is an integer of at most 128 bits. `1.0` counts as one.
    pub fn as_integer(&self) -> Option<i128> {
        match self {
            Self::Integer(value) => Some(*value),
            other => other.as_whole()?.parse().ok(),
        }
    }

    /// The value in decimal digits, without an exponent. `None` if it is not an integer, or has more than 10,000 digits.
    pub fn as_whole(&self) -> Option<String> {
        match self {
            Self::Integer(value) => Some(value.to_string()),
            Self::Float(value) if value.fract() != 0.0 => None,
            Self::Float(value) => Decimal::of(&value.to_string()).whole(),
            Self::Digits(text) => Decimal::of(text).whole(),
        }
    }

    /// Whether the value and its exponent are small enough for types of arbitrary precision.
    pub fn has_usual_exponent(&self) -> bool {
        match self {
            Self::Integer(_) | Self::Float(_) => true,
            Self::Digits(text) => Decimal::of(text).point.unsigned_abs() < 1 << 62,
        }
    }

    fn decimal(&self) -> Decimal {
        match self {
            Self::Digits(text) => Decimal::of(text),
            other => Decimal::of(&other.to_string()),
        }
    }
}

/// Numbers compare by value: `1` equals `1.0`.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other).is_some_and(Ordering::is_eq)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => a.partial_cmp(b),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(b),
            (a, b) => Some(a.decimal().cmp(&b.decimal())),
        }
    }
}

/// Formats the number as it was written, or the shortest decimal of a double.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Digits(text) => text.fmt(f),
        }
    }
}

/// Whether a text follows the grammar of JSON numbers.
fn is_number(literal: &str) -> bool {
    let unsigned = literal.strip_prefix('-').unwrap_or(literal);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits)
}

/// The value of a number's text: `0.digits` times ten to the power of `point`.
#[derive(PartialEq, Eq)]
struct Decimal {
    is_negative: bool,
    /// Without zeros at either end. Empty for zero.
    digits: String,
    point: i128,
}

impl Decimal {
    fn of(text: &str) -> Self {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        // All exponents beyond 64 bits are the same to us.
        let furthest = if exponent.starts_with('-') { i64::MIN } else { i64::MAX };
        let exponent = exponent.strip_prefix('+').unwrap_or(exponent).parse().unwrap_or(furthest);
        let all = [whole, fraction].concat();
        let digits = all.trim_start_matches('0');
        let leading_zeros = all.len() - digits.len();
        let digits = digits.trim_end_matches('0').to_owned();
        if digits.is_empty() {
            return Self { is_negative: false, digits, point: 0 };
        }
        let point = whole.len() as i128 - leading_zeros as i128 + i128::from(exponent);
        Self { is_negative: text.starts_with('-'), digits, point }
    }

    /// The digits of an integer.
    fn whole(&self) -> Option<String> {
        if self.digits.is_empty() {
            return Some("0".to_owned());
        }
        let zeros = self.point - self.digits.len() as i128;
        if zeros < 0 || self.point > LONGEST {
            return None;
        }
        let sign = if self.is_negative { "-" } else { "" };
        Some(format!("{sign}{}{}", self.digits, "0".repeat(usize::try_from(zeros).ok()?)))
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let magnitude = |it: &Self| (!it.digits.is_empty(), it.point, it.digits.clone());
        match (self.is_negative, other.is_negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => magnitude(self).cmp(&magnitude(other)),
            (true, true) => magnitude(other).cmp(&magnitude(self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(literal: &str) -> Number {
        Number::from_literal(literal).unwrap()
    }

    #[test]
    fn numbers_are_those_of_json() {
        assert!(matches!(number("-1"), Number::Integer(-1)));
        assert!(matches!(number("1.5e3"), Number::Float(1500.0)));
        assert!(matches!(number("1e300"), Number::Float(1e300)));
        for literal in ["01", "1.", ".5", "-", "1e", "1e+", "1x", "0x1", "", "NaN", "inf"] {
            assert!(Number::from_literal(literal).is_none(), "{literal}");
        }
    }

    #[test]
    fn digits_beyond_a_double_are_kept() {
        let beyond = [
            "1.797E+309",
            "-2e+308",
            "1e-400",
            "0.1000000000000000055",
            "3.14159265358979323846",
            "1234567890123456789012345678901234567890",
        ];
        for literal in beyond {
            assert!(matches!(number(literal), Number::Digits(_)), "{literal}");
            assert_eq!(number(literal).to_string(), literal);
        }
        assert!(matches!(number("0.30000000000000004"), Number::Float(_)));
        assert_eq!(number("12345678901234567890123").as_integer(), Some(12_345_678_901_234_567_890_123));
        assert_eq!(number("1e400").as_f64(), f64::INFINITY);
    }

    #[test]
    fn numbers_compare_by_value() {
        let ordered = [
            "-1e99999999999999999999",
            "-2e400",
            "-1e400",
            "-1.5",
            "-1e-400",
            "0",
            "1e-400",
            "0.1",
            "0.1000000000000000000001",
            "1",
            "9007199254740992",
            "9007199254740993",
            "1e308",
            "1e400",
            "1.1e400",
        ];
        for (index, smaller) in ordered.iter().enumerate() {
            for larger in &ordered[index + 1..] {
                assert!(number(smaller) < number(larger), "{smaller} {larger}");
            }
        }
        let equal = [("1", "1.0"), ("-0", "0.0"), ("1.797E+309", "17970e305"), ("0e999", "0"), ("1e40", "10e39")];
        for (a, b) in equal {
            assert_eq!(number(a), number(b), "{a} {b}");
        }
    }

    #[test]
    fn integers_are_written_without_an_exponent() {
        assert_eq!(number("1.20e3").as_whole().as_deref(), Some("1200"));
        assert_eq!(number("-12e40").as_whole(), Some(format!("-12{}", "0".repeat(40))));
        assert_eq!(number("0.000").as_whole().as_deref(), Some("0"));
        assert_eq!(number("1e400").as_whole().map(|it| it.len()), Some(401));
        for literal in ["1.5", "1e-1", "1.5e-400", "1e10001", "1e99999999999999999999"] {
            assert_eq!(number(literal).as_whole(), None, "{literal}");
        }
        assert!(number("1e400").has_usual_exponent());
        assert!(!number("1e99999999999999999999").has_usual_exponent());
    }
}
