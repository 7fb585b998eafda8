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
