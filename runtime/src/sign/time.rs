//! The time of a signature.

use std::time::{SystemTime, UNIX_EPOCH};

/// A time such as `20261124T075252Z`.
pub(super) struct Stamp([u8; 16]);

const SECONDS_OF_DAY: u64 = 86_400;

impl Stamp {
    /// Formats a time. `None` before 1970, and if the year needs a fifth digit.
    pub(super) fn of(time: SystemTime) -> Option<Self> {
        let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
        let (year, month, day) = date_of(seconds / SECONDS_OF_DAY);
        if year > 9999 {
            return None;
        }
        let rest = seconds % SECONDS_OF_DAY;
        let mut text = *b"00000000T000000Z";
        for (at, digits, mut value) in
            [(0, 4, year), (4, 2, month), (6, 2, day), (9, 2, rest / 3600), (11, 2, rest / 60 % 60), (13, 2, rest % 60)]
        {
            for place in text[at..at + digits].iter_mut().rev() {
                *place = b'0' + (value % 10) as u8;
                value /= 10;
            }
        }
        Some(Self(text))
    }

    pub(super) fn time(&self) -> &str {
        // ASCII digits and two letters only, so this cannot fail.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The day, such as `20261124`.
    pub(super) fn day(&self) -> &str {
        &self.time()[..8]
    }
}

/// Converts days since 1970 to year, month and day of the Gregorian calendar.
///
/// Years begin in March here, so that the leap day is their last day. Every 400 years have the same number of days.
fn date_of(days: u64) -> (u64, u64, u64) {
    const DAYS_OF_400_YEARS: u64 = 146_097;
    const DAYS_OF_100_YEARS: u64 = 36_524;
    const DAYS_OF_4_YEARS: u64 = 1461;
    const FROM_MARCH_OF_YEAR_0: u64 = 719_468;
    let days = days + FROM_MARCH_OF_YEAR_0;
    let (eras, mut days) = (days / DAYS_OF_400_YEARS, days % DAYS_OF_400_YEARS);
    // The last century of 400 years, and the last year of four, may have one day more than the others.
    let centuries = (days / DAYS_OF_100_YEARS).min(3);
    days -= centuries * DAYS_OF_100_YEARS;
    let (fours, rest) = (days / DAYS_OF_4_YEARS, days % DAYS_OF_4_YEARS);
    let years = (rest / 365).min(3);
    let day_of_year = rest - years * 365;
    // March, April, ... have 31, 30, 31, 30, 31 days, and so on: 153 in five months.
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let year = 400 * eras + 100 * centuries + 4 * fours + years;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aws_smithy_types::DateTime;

    use super::*;

    #[test]
    fn every_day_has_its_date() {
        for day in 0..=2_932_896_u64 {
            let seconds = day * SECONDS_OF_DAY + 86_399 - day % SECONDS_OF_DAY;
            let stamp = Stamp::of(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
            if day % 97 == 0 || day > 2_932_000 {
                let official = DateTime::from_secs(seconds as i64).to_string();
                let expected: String = official.chars().filter(|it| !matches!(it, '-' | ':')).collect();
                assert_eq!(stamp.time(), expected);
            }
        }
        assert!(Stamp::of(UNIX_EPOCH + Duration::from_secs(2_932_897 * SECONDS_OF_DAY)).is_none());
        assert!(Stamp::of(UNIX_EPOCH - Duration::from_secs(1)).is_none());
    }
}
