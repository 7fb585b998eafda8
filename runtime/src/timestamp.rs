//! Timestamps as text, in the three formats of Smithy.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use crate::schema::TimestampFormat;

/// Reads a timestamp in whichever format it is written: services do not always keep to the one
/// that their model declares, and no text means one time in one format and another in another.
pub(crate) fn read(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let format = match text.as_bytes() {
        [b'A'..=b'Z' | b'a'..=b'z', ..] => Format::HttpDate,
        [_, _, _, _, b'-', ..] => Format::DateTimeWithOffset,
        _ => Format::EpochSeconds,
    };
    DateTime::from_str(text, format).ok()
}

/// Writes a timestamp. None where the format cannot express it: its year has not four digits.
pub(crate) fn write(value: &DateTime, format: TimestampFormat) -> Option<String> {
    let format = match format {
        TimestampFormat::DateTime => Format::DateTime,
        TimestampFormat::HttpDate => Format::HttpDate,
        TimestampFormat::EpochSeconds => Format::EpochSeconds,
    };
    value.fmt(format).ok()
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
            "1398796238",
            "1398796238.0",
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        assert_eq!(read("2014-04-29T18:30:38.25Z"), Some(DateTime::from_fractional_secs(1_398_796_238, 0.25)));
        assert_eq!(read("-1.5"), Some(DateTime::from_secs_f64(-1.5)));
    }

    #[test]
    fn other_texts_are_no_timestamps() {
        for text in ["", " ", "now", "2014-04-29", "2014-13-29T18:30:38Z", "1e400", "--1", "Tue, 29 Apr", "é", "éé-"]
        {
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
        assert_eq!(write(&DateTime::from_secs(i64::MAX), TimestampFormat::DateTime), None);
    }
}
