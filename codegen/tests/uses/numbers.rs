//! Reads defaults and limits beyond doubles.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use tinsmith_numbers::Modeled;
use tinsmith_numbers::operation::count::{CountInput, CountOutput};
use tinsmith_numbers::types::Counted;

fn check(counted: &Counted) {
    for (value, digits) in [
        (counted.big(), "123456789012345678901234567890"),
        (counted.power(), "1200000000000000000000000000000"),
        (counted.text(), "98765432109876543210987654321"),
        (counted.small(), "5"),
        (counted.unsigned(), "18446744073709551615"),
    ] {
        assert_eq!(value.as_ref(), digits);
    }
    for (value, digits) in [
        (counted.precise(), "0.1000000000000000000001"),
        (counted.huge(), &format!("1797{}", "0".repeat(306))),
        (counted.half(), "0.5"),
    ] {
        assert_eq!(value.as_ref(), digits);
    }
    assert_eq!((counted.endless(), counted.large()), (f64::INFINITY, 1.2345678901234568e22));
    assert!(counted.nothing().is_nan());
    assert_eq!(counted.exact(), 9_007_199_254_740_993);
}

#[test]
fn defaults_keep_their_digits() {
    check(&Counted::builder().build());
    let output = CountOutput::from_json(r#"{"counted": {}}"#).unwrap();
    check(output.counted().unwrap());
}

#[test]
fn values_within_the_limits_are_valid() {
    let input = |big: &str, wide: f64| {
        let input = CountInput::builder().big(big.parse().unwrap()).wide(wide).build().unwrap();
        input.validate().is_ok()
    };
    assert!(input("1234567890123456789012345678901234567890", f64::MAX));
    assert!(input(&format!("-{}", "9".repeat(400)), -1.0));
    assert!(!input(&"9".repeat(41), 1.0));
}
