//! Formats and parses sizes.

const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/// Formats a size in a suitable unit, such as `1.5 MiB`.
pub(crate) fn shown(bytes: f64) -> String {
    const BASE: f64 = 1024.0;
    if bytes == 1.0 {
        return "1 Byte".to_owned();
    }
    if bytes < BASE {
        return format!("{} Bytes", bytes as u64);
    }
    let mut size = bytes / BASE;
    let mut units = UNITS.iter().peekable();
    while let Some(unit) = units.next() {
        if size.round() < BASE || units.peek().is_none() {
            return format!("{size:.1} {unit}");
        }
        size /= BASE;
    }
    format!("{bytes} Bytes")
}

/// Parses a number of bytes, with or without a unit such as `KB` or `MiB`. Both mean powers of 1,024.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let units = [("k", 10), ("m", 20), ("g", 30), ("t", 40)];
    for (unit, shift) in units {
        for suffix in [format!("{unit}ib"), format!("{unit}b")] {
            if let Some(number) = text.strip_suffix(&suffix) {
                return number.trim().parse::<u64>().ok()?.checked_mul(1 << shift);
            }
        }
    }
    text.parse().ok()
}

/// Parses a number of bytes per second: a plain number, or one followed by `B/s` for bytes or `b/s` for bits.
pub(crate) fn parse_rate(text: &str) -> Option<u64> {
    let text = text.trim();
    let number = |rate: &str| {
        let plain = rate.strip_suffix("B/s").or_else(|| rate.strip_suffix("b/s"))?;
        plain.trim().parse().ok().or_else(|| parse(rate.strip_suffix("/s")?))
    };
    match text {
        _ if text.ends_with("B/s") => number(text),
        _ if text.ends_with("b/s") => number(text).map(|bits| bits / 8),
        _ => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_shown_in_their_unit() {
        for (bytes, text) in [
            (0.0, "0 Bytes"),
            (1.0, "1 Byte"),
            (10.0, "10 Bytes"),
            (1024.0, "1.0 KiB"),
            (1_048_575.0, "1.0 MiB"),
            (1_048_576.0, "1.0 MiB"),
            (1.5 * 1_073_741_824.0, "1.5 GiB"),
            (1_125_899_906_842_624.0, "1.0 PiB"),
        ] {
            assert_eq!(shown(bytes), text, "{bytes}");
        }
    }

    #[test]
    fn sizes_and_rates_are_read_with_their_units() {
        for (text, bytes) in [("8388608", Some(8 << 20)), ("8MB", Some(8 << 20)), ("1GiB", Some(1 << 30)), ("x", None)]
        {
            assert_eq!(parse(text), bytes, "{text}");
        }
        for (text, rate) in [
            ("1024", Some(1024)),
            ("1024B/s", Some(1024)),
            ("10MB/s", Some(10 << 20)),
            ("8Kb/s", Some(1024)),
            ("1KB", None),
        ] {
            assert_eq!(parse_rate(text), rate, "{text}");
        }
    }
}
