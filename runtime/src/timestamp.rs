//! Timestamps as text, in the three formats of Smithy.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use crate::schema::TimestampFormat;

/// The largest number of seconds that a double represents exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads a timestamp in any of the formats. Services do not always use the declared format, and no text is a valid
/// timestamp in two formats with different meanings.
pub fn read(text: &str) -> Option<DateTime> {
    let text = text.trim();
    read_date(text).or_else(|| read_seconds(text))
}

/// Reads RFC 3339, in UTC if there is no zone, or the date format of HTTP header fields.
pub(crate) fn read_date(text: &str) -> Option<DateTime> {
    if let Some(time) = read_common_date(text.as_bytes()) {
        return Some(time);
    }
    let (date, clock) = text.split_at_checked(10)?;
    let written = match clock.strip_prefix(['T', 't', ' ']) {
        _ if clock.is_empty() => format!("{date}T00:00:00Z"),
        Some(clock) if clock.contains(['Z', 'z', '+', '-']) => format!("{date}T{}", clock.to_ascii_uppercase()),
        Some(clock) => format!("{date}T{clock}Z"),
        None => text.to_owned(),
    };
    DateTime::from_str(&written, Format::DateTimeWithOffset)
        .or_else(|_| DateTime::from_str(text, Format::HttpDate))
        .ok()
}

/// Reads the form in which services write dates, such as `2026-11-24T07:52:52.123Z`. The library takes ten times as long.
fn read_common_date(text: &[u8]) -> Option<DateTime> {
    let number = |digits: &[u8]| {
        let digit = |number, digit: &u8| digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'));
        digits.iter().try_fold(0, digit)
    };
    let [date @ .., b'Z'] = text else { return None };
    let (date, fraction) = date.split_at_checked(19)?;
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1] = date else {
        return None;
    };
    let nanoseconds = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => number(digits)? * 10_i64.pow(9 - digits.len() as u32),
        _ => return None,
    };
    let (year, month, day) = (number(&[y0, y1, y2, y3])?, number(&[m0, m1])?, number(&[d0, d1])?);
    let (hour, minute, second) = (number(&[h0, h1])?, number(&[n0, n1])?, number(&[s0, s1])?);
    // The library knows how many days the months have, and what else is a date.
    if year < 1 || !(1..=12).contains(&month) || !(1..=28).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // Years that begin in March, so that a leap day is the last day of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468;
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second;
    Some(DateTime::from_secs_and_nanos(seconds, u32::try_from(nanoseconds).ok()?))
}

/// Reads seconds since 1970.
pub(crate) fn read_seconds(digits: &str) -> Option<DateTime> {
    let exact = DateTime::from_str(digits, Format::EpochSeconds);
    let near = || digits.parse().ok().filter(|it: &f64| it.abs() <= EXACT).map(DateTime::from_secs_f64);
    exact.ok().or_else(near)
}

/// Writes a timestamp. `None` if the format cannot express it, because its year does not have four digits.
pub fn write(value: &DateTime, format: TimestampFormat) -> Option<String> {
    let format = match format {
        TimestampFormat::DateTime => Format::DateTime,
        TimestampFormat::HttpDate => Format::HttpDate,
        TimestampFormat::EpochSeconds => Format::EpochSeconds,
    };
    value.fmt(format).ok()
}

/// Writes a timestamp for a service. A fraction of a date has at least six digits, the form in which botocore sends it.
pub(crate) fn write_for_service(value: &DateTime, format: TimestampFormat) -> Option<String> {
    let text = write(value, format)?;
    Some(match (format, text.split_once('.')) {
        (TimestampFormat::DateTime, Some((whole, fraction))) => {
            format!("{whole}.{:0<6}Z", fraction.trim_end_matches('Z'))
        }
        _ => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_reads_alike() {
        let expected = DateTime::from_secs(1_398_796_238);
        for text in [
            "2014-04-29T18:30:38Z",
            " 2014-04-29T18:30:38Z\n",
            "2014-04-29T20:30:38+02:00",
            "Tue, 29 Apr 2014 18:30:38 GMT",
            "2014-04-29 18:30:38",
            "1398796238",
            "1398796238.0",
            "1.398796238e9",
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        assert_eq!(read("2014-04-29T18:30:38.25Z"), Some(DateTime::from_fractional_secs(1_398_796_238, 0.25)));
        assert_eq!(read("-1.5"), Some(DateTime::from_secs_f64(-1.5)));
    }

    #[test]
    fn common_dates_are_those_of_the_library() {
        for (year, month) in (1..=9999).step_by(7).flat_map(|year| (1..=12).map(move |month| (year, month))) {
            let text = format!("{year:04}-{month:02}-{:02}T{:02}:59:07.0{}Z", year % 28 + 1, year % 24, year);
            let expected = DateTime::from_str(&text, Format::DateTimeWithOffset).ok();
            assert!(expected.is_some(), "{text}");
            assert_eq!(read_common_date(text.as_bytes()), expected, "{text}");
        }
        for text in ["2024-02-29T00:00:00Z", "2023-02-29T00:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T00:00:00.Z"] {
            assert_eq!(read_common_date(text.as_bytes()), None, "{text}");
            assert_eq!(read_date(text), DateTime::from_str(text, Format::DateTimeWithOffset).ok(), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_timestamps() {
        for text in ["", " ", "now", "2014-04", "2014-13-29T18:30:38Z", "1e400", "--1", "Tue, 29 Apr", "é", "éé-"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn writes_each_format() {
        let value = DateTime::from_secs(1_398_796_238);
        let written = |format| write(&value, format).unwrap();
        assert_eq!(written(TimestampFormat::DateTime), "2014-04-29T18:30:38Z");
        assert_eq!(written(TimestampFormat::HttpDate), "Tue, 29 Apr 2014 18:30:38 GMT");
        assert_eq!(written(TimestampFormat::EpochSeconds), "1398796238");
        let fraction =
            |digits| write_for_service(&DateTime::from_fractional_secs(0, digits), TimestampFormat::DateTime).unwrap();
        assert_eq!(fraction(0.25), "1970-01-01T00:00:00.250000Z");
        // `DateTime` itself writes microseconds.
        assert_eq!(fraction(0.123_456_789), "1970-01-01T00:00:00.123456Z");
        assert_eq!(write(&DateTime::from_secs(i64::MAX), TimestampFormat::DateTime), None);
    }
}
