//! `cloudfront sign`: prints a URL that gives access to a private object for a time.
//!
//! Recorded invocations: the family `cloudfront:sign`.

use aws_smithy_types::{DateTime, base64};
use tinsmith_cli::command::{Failure, Globals, PrivateKey, Takes, content, print};
use tinsmith_cli::{Command, Program};
use tinsmith_runtime::timestamp;
use zeroize::Zeroizing;

use super::{Flag, Given, command};

const FLAGS: &[Flag] = &[
    ("url", Takes::One),
    ("key-pair-id", Takes::One),
    ("private-key", Takes::One),
    ("date-less-than", Takes::One),
    ("date-greater-than", Takes::One),
    ("ip-address", Takes::One),
];

/// The command.
pub(super) const SIGN: Command = command!(
    "sign",
    "CloudFront",
    "Sign a URL of a private object.",
    "--url <text> --key-pair-id <text> --private-key file://<path> --date-less-than <time>",
    FLAGS,
    run
);

fn run(_: &Program, _: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("sign", &[], FLAGS, arguments)?;
    given.check_needed(&["url", "key-pair-id", "private-key", "date-less-than"])?;
    let url = given.needed("url")?;
    let until = moment(given.needed("date-less-than")?)?;
    let from = given.text("date-greater-than").map(moment).transpose()?;
    let address = given.text("ip-address");
    let policy = policy(url, until, from, address);
    let scope = match (from, address) {
        (None, None) => format!("Expires={until}"),
        _ => format!("Policy={}", for_url(policy.as_bytes())),
    };
    let key = Zeroizing::new(content(given.needed("private-key")?).map_err(|it| Failure::param("--private-key", it))?);
    let key = PrivateKey::from_pem(&String::from_utf8_lossy(&key)).map_err(|it| Failure::param("--private-key", it))?;
    let signature = for_url(&key.sign_sha1(policy.as_bytes()).map_err(Failure::General)?);
    let separator = if url.contains('?') { '&' } else { '?' };
    let id = given.needed("key-pair-id")?;
    print(&format!("{url}{separator}{scope}&Signature={signature}&Key-Pair-Id={id}"))
}

/// The policy that is signed. The service builds the same text, so its spelling matters.
fn policy(url: &str, until: i64, from: Option<i64>, address: Option<&str>) -> String {
    let mut conditions = vec![format!(r#""DateLessThan":{{"AWS:EpochTime":{until}}}"#)];
    if let Some(address) = address {
        let mask = if address.contains('/') { "" } else { "/32" };
        conditions.push(format!(r#""IpAddress":{{"AWS:SourceIp":"{}{mask}"}}"#, escaped(address)));
    }
    if let Some(from) = from {
        conditions.push(format!(r#""DateGreaterThan":{{"AWS:EpochTime":{from}}}"#));
    }
    let (url, conditions) = (escaped(url), conditions.join(","));
    format!(r#"{{"Statement":[{{"Resource":"{url}","Condition":{{{conditions}}}}}]}}"#)
}

/// Escapes text for a JSON string, in ASCII.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '\\' => escaped.extend(['\\', letter]),
            ' '..='~' => escaped.push(letter),
            _ => {
                let mut units = [0; 2];
                let units = letter.encode_utf16(&mut units);
                escaped.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
            }
        }
    }
    escaped
}

/// Base64 with the characters that the service expects in URLs.
fn for_url(bytes: &[u8]) -> String {
    base64::encode(bytes).replace('+', "-").replace('=', "_").replace('/', "~")
}

/// A time in seconds since 1970: a date, a date and time in UTC or with an offset, or a number of seconds.
fn moment(text: &str) -> Result<i64, Failure> {
    let text = text.trim();
    let (date, clock) = match text.find(['T', ' ']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    // Months and days may have one digit.
    let parts: Vec<&str> = date.split('-').collect();
    let padded = match parts[..] {
        [year, month, day] => format!("{year}-{month:0>2}-{day:0>2}{clock}"),
        _ => text.to_owned(),
    };
    let invalid = || {
        Failure::General(format!(
            "Invalid timestamp \"{text}\": expected YYYY-MM-DD, YYYY-MM-DDThh:mm:ss, perhaps with an offset, or seconds \
             since 1970"
        ))
    };
    timestamp::read(&padded).as_ref().map(DateTime::secs).ok_or_else(invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_all_documented_forms() {
        for (text, seconds) in [
            ("2016-1-1", 1_451_606_400),
            ("2016-01-01", 1_451_606_400),
            ("2016-01-01T00:00:30", 1_451_606_430),
            ("2016-01-01 00:00:30", 1_451_606_430),
            ("2016-01-01T02:00:00+02:00", 1_451_606_400),
            ("1451606400", 1_451_606_400),
            ("20160101", 20_160_101),
        ] {
            assert_eq!(moment(text).ok(), Some(seconds), "{text}");
        }
        assert!(moment("tomorrow").is_err());
    }

    #[test]
    fn policies_are_compact_json_in_ascii() {
        assert_eq!(
            policy("http://a/\u{e9}\"", 2, Some(1), Some("10.0.0.0/8")),
            r#"{"Statement":[{"Resource":"http://a/\u00e9\"","Condition":{"DateLessThan":{"AWS:EpochTime":2},"IpAddress":{"AWS:SourceIp":"10.0.0.0/8"},"DateGreaterThan":{"AWS:EpochTime":1}}}]}"#
        );
        assert!(policy("u", 1, None, Some("1.2.3.4")).contains(r#""1.2.3.4/32""#));
    }
}
