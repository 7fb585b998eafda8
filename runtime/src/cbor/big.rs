//! Numbers of any size, as decimal digits in Smithy and bytes in CBOR
//! (<https://www.rfc-editor.org/rfc/rfc8949.html#section-3.4.3>).

/// Converts an integer to its sign and the bytes of tag 2 or 3. For a negative number, the bytes are those of `-1 -
/// number`. `None` if the text is not an integer.
pub(super) fn to_bytes(digits: &str) -> Option<(bool, Vec<u8>)> {
    let (is_negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(digits)),
    };
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    // In little-endian order until the end.
    let mut bytes = Vec::new();
    for digit in digits.bytes() {
        let mut carry = u32::from(digit - b'0');
        for byte in &mut bytes {
            carry += u32::from(*byte) * 10;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        if carry > 0 {
            bytes.push(carry as u8);
        }
    }
    if is_negative {
        subtract_one(&mut bytes);
    }
    bytes.reverse();
    Some((is_negative, bytes))
}

/// Converts the bytes of tag 2 or 3 to decimal digits.
pub(super) fn to_digits(bytes: &[u8], is_negative: bool) -> String {
    // The least significant digit is first until the end.
    let mut digits = vec![0_u8];
    let mut add = |byte: u8, factor: u32| {
        let mut carry = u32::from(byte);
        for digit in &mut digits {
            carry += u32::from(*digit) * factor;
            *digit = (carry % 10) as u8;
            carry /= 10;
        }
        while carry > 0 {
            digits.push((carry % 10) as u8);
            carry /= 10;
        }
    };
    bytes.iter().for_each(|byte| add(*byte, 256));
    if is_negative {
        add(1, 1);
    }
    let sign = if is_negative { "-" } else { "" };
    sign.chars().chain(digits.iter().rev().map(|it| char::from(b'0' + it))).collect()
}

/// Splits a decimal number into mantissa and exponent: `-1.50e3` is `-150` and 1.
pub(super) fn split_decimal(text: &str) -> Option<(String, i64)> {
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let places = i64::try_from(fraction.len()).ok()?;
    Some((format!("{whole}{fraction}"), exponent.checked_sub(places)?))
}

/// The longest fraction that is written without an exponent.
const LONGEST_FRACTION: i64 = 100;

/// A mantissa times a power of ten, as text.
pub(super) fn join_decimal(mantissa: &str, exponent: i64) -> String {
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let is_whole = digits.bytes().all(|it| it.is_ascii_digit());
    match usize::try_from(exponent.saturating_neg()) {
        Ok(0) => mantissa.to_owned(),
        Ok(places) if exponent >= -LONGEST_FRACTION && is_whole => {
            let digits = format!("{digits:0>width$}", width = places + 1);
            let (whole, fraction) = digits.split_at(digits.len() - places);
            format!("{sign}{whole}.{fraction}")
        }
        _ => format!("{mantissa}e{exponent}"),
    }
}

fn subtract_one(bytes: &mut [u8]) {
    for byte in bytes {
        let (less, is_borrowed) = byte.overflowing_sub(1);
        *byte = less;
        if !is_borrowed {
            return;
        }
    }
}
