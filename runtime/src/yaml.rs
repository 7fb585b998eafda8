//! YAML scalars: the meaning of unquoted text, and how strings are written.
//!
//! Follows the core schema of YAML 1.2 with dates (<https://yaml.org/spec/1.2.2/#103-core-schema>), and the style of
//! the AWS CLI's YAML library.

/// The meaning of an unquoted scalar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// Null.
    Null,
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// An integer that is too large for 64 bits.
    Digits,
    /// A number with a fraction or exponent, or one that is infinite or not a number.
    Double(f64),
    /// A date, with or without a time.
    Timestamp,
    /// A string.
    String,
}

/// Determines the meaning of an unquoted scalar.
#[inline]
pub fn plain(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Boolean(true),
        "false" | "False" | "FALSE" => return Scalar::Boolean(false),
        ".nan" | ".NaN" | ".NAN" => return Scalar::Double(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Scalar::Double(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Scalar::Double(f64::NEG_INFINITY),
        _ => {}
    }
    if let Some(number) = number_in_radix(text) {
        return Scalar::Integer(number);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map_or(Scalar::Digits, Scalar::Integer);
    }
    if is_decimal(unsigned) {
        return text.parse().map_or(Scalar::String, Scalar::Double);
    }
    if is_date(text) { Scalar::Timestamp } else { Scalar::String }
}

#[inline]
fn number_in_radix(text: &str) -> Option<i64> {
    if let Some(digits) = text.strip_prefix("0x") {
        return i64::from_str_radix(digits, 16).ok();
    }
    i64::from_str_radix(text.strip_prefix("0o")?, 8).ok()
}

/// Whether the text consists of digits with a point or exponent.
#[inline]
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (text, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let some = !whole.is_empty() || !fraction.is_empty();
    some && digits(whole) && digits(fraction) && exponent.is_none_or(|it| !it.is_empty() && digits(it))
}

/// Whether the text is a date, with or without a time (<https://yaml.org/type/timestamp.html>).
#[inline]
fn is_date(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ', '\t']) {
        Some(at) => (&text[..at], Some(text[at + 1..].trim_start_matches([' ', '\t']))),
        None => (text, None),
    };
    let parts: Vec<&str> = date.split('-').collect();
    match (parts.as_slice(), time) {
        ([year, month, day], None) => is_digits(year, 4..=4) && is_digits(month, 2..=2) && is_digits(day, 2..=2),
        ([year, month, day], Some(time)) => {
            is_digits(year, 4..=4) && is_digits(month, 1..=2) && is_digits(day, 1..=2) && is_time(time)
        }
        _ => false,
    }
}

/// Whether the text is a time with seconds, perhaps with a fraction and an offset.
#[inline]
fn is_time(text: &str) -> bool {
    let (time, offset) = text.split_at(text.find(['Z', '+', '-']).unwrap_or(text.len()));
    let time = if offset.is_empty() { time } else { time.trim_end_matches([' ', '\t']) };
    let (whole, fraction) = time.split_once('.').unwrap_or((time, ""));
    let is_whole = match whole.split(':').collect::<Vec<_>>().as_slice() {
        [hour, minute, second] => is_digits(hour, 1..=2) && is_digits(minute, 2..=2) && is_digits(second, 2..=2),
        _ => false,
    };
    let is_offset = |text: &str| {
        let (hour, minute) = text.split_once(':').unwrap_or((text, "00"));
        is_digits(hour, 1..=2) && is_digits(minute, 2..=2)
    };
    is_whole
        && is_digits(fraction, 0..=usize::MAX)
        && (matches!(offset, "" | "Z") || offset.strip_prefix(['+', '-']).is_some_and(is_offset))
}

/// Whether the text consists of digits, of which there are this many.
#[inline]
fn is_digits(text: &str, count: std::ops::RangeInclusive<usize>) -> bool {
    count.contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())
}

/// The style of a written string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single quotes, which are doubled inside.
    SingleQuoted,
    /// In double quotes, with [`escaped`] characters.
    DoubleQuoted,
}

/// The first style that can represent a string.
#[inline]
pub fn style(text: &str) -> Style {
    let (leading, trailing) = (text.starts_with([' ', '\n']), text.ends_with([' ', '\n']));
    if needs_escapes(text) {
        Style::DoubleQuoted
    } else if text.is_empty() || leading || trailing || text.contains('\n') || !is_plain(text) {
        Style::SingleQuoted
    } else {
        Style::Plain
    }
}

/// Writes a string on one line.
#[inline]
pub fn string(text: &str) -> String {
    match style(text) {
        Style::Plain => text.to_owned(),
        Style::SingleQuoted if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
        _ => format!("\"{}\"", text.chars().map(escaped).collect::<String>()),
    }
}

/// Whether a string needs double quotes: it has control characters, characters beyond the basic plane, or a newline
/// next to a space.
#[inline]
fn needs_escapes(text: &str) -> bool {
    let printable =
        |c: char| matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}') && c != '\u{feff}';
    !text.chars().all(|c| printable(c) && c != '\u{2028}' && c != '\u{2029}')
        || text.contains(" \n")
        || text.contains("\n ")
}

/// Whether a string without newlines and surrounding spaces needs no quotes: it has no indicators and cannot be read as
/// another type.
#[inline]
fn is_plain(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next().unwrap_or(' ');
    let second_is_space = letters.next().is_none_or(|c| c == ' ');
    let indicator = "#,[]{}&*!|>'\"%@`".contains(first) || (matches!(first, '-' | '?' | ':') && second_is_space);
    let structure = text.contains(": ") || text.ends_with(':') || text.contains(" #");
    let marks = text.starts_with("---") || text.starts_with("...");
    !(indicator || structure || marks || is_other_type(text))
}

#[inline]
fn is_other_type(text: &str) -> bool {
    if matches!(text, "=" | "<<") || plain(text) != Scalar::String {
        return true;
    }
    // Some parsers read digits with underscores, in base two, or with a bare point as numbers.
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let digits = mantissa.strip_prefix("0b").unwrap_or(mantissa);
    let starts = match digits.chars().next() {
        Some('.') => digits.len() > 1,
        Some('_') => unsigned != text,
        first => first.is_some_and(|c| c.is_ascii_digit()),
    };
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '_' | '.');
    starts
        && digits.matches('.').count() < 2
        && digits.chars().all(numeric)
        && !exponent.is_empty()
        && exponent.chars().all(|c| c.is_ascii_digit())
}

/// Escapes a character for double quotes.
#[inline]
pub fn escaped(letter: char) -> String {
    match letter {
        '"' | '\\' => format!("\\{letter}"),
        '\0' => "\\0".to_owned(),
        '\u{7}' => "\\a".to_owned(),
        '\u{8}' => "\\b".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\u{b}' => "\\v".to_owned(),
        '\u{c}' => "\\f".to_owned(),
        '\r' => "\\r".to_owned(),
        '\u{1b}' => "\\e".to_owned(),
        '\u{85}' => "\\N".to_owned(),
        '\u{a0}' => "\\_".to_owned(),
        '\u{2028}' => "\\L".to_owned(),
        '\u{2029}' => "\\P".to_owned(),
        ' '..='~' | '\u{a1}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' => letter.to_string(),
        other if u32::from(other) <= 0xff => format!("\\x{:02X}", u32::from(other)),
        other if u32::from(other) <= 0xffff => format!("\\u{:04X}", u32::from(other)),
        other => format!("\\U{:08X}", u32::from(other)),
    }
}
