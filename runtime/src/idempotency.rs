//! Idempotency tokens, by which a service recognizes repeated calls.
//!
//! <https://smithy.io/2.0/spec/behavior-traits.html#idempotencytoken-trait>

use crate::shape::{Structure, View};

/// Fills in the input's idempotency token, if it has one and the caller did not set it or left it empty. Call it before
/// the first attempt, so that all attempts have the same token.
pub fn fill(input: &mut dyn Structure, token: &dyn Fn() -> String) {
    for (index, member) in input.schema().members().iter().enumerate() {
        let blank = matches!(input.member(index).map(|it| it.view()), Some(View::Absent | View::String("")));
        if let Some(place) = input.member_mut(index).filter(|_| blank && member.is_idempotency_token()) {
            // The trait is only valid on strings. If a table has it elsewhere, the value stays.
            let _ = place.slot().put_string(token());
        }
    }
}

/// A random UUID (RFC 9562, version 4).
pub fn random_token() -> String {
    uuid(fastrand::u128(..))
}

/// The UUID made of these random bits.
fn uuid(bits: u128) -> String {
    let version = 0x4_u128 << 76;
    let variant = 0x2_u128 << 62;
    let bits = (bits & !(0xf << 76) & !(0x3 << 62)) | version | variant;
    let mut text = String::with_capacity(36);
    for place in (0..32).rev() {
        if matches!(place, 23 | 19 | 15 | 11) {
            text.push('-');
        }
        let digit = (bits >> (4 * place)) & 0xf;
        text.push(char::from(b"0123456789abcdef"[digit as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamic::Dynamic;
    use crate::json;
    use crate::schema::{Kind, Member, Schema, Trait};

    static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
    static INPUT: Schema = Schema::structure(
        "demo#Input",
        &[Member::new("Name", &TEXT, &[]), Member::new("Token", &TEXT, &[Trait::IdempotencyToken])],
        &[],
    );

    #[test]
    fn only_a_token_that_is_missing_is_filled_in() {
        for (given, expected) in [
            ("{}", r#"{"Token":"new"}"#),
            (r#"{"Name":"","Token":""}"#, r#"{"Name":"","Token":"new"}"#),
            (r#"{"Token":"own"}"#, r#"{"Token":"own"}"#),
        ] {
            let mut input = Dynamic::new(&INPUT);
            json::from_str(given, &mut input).unwrap();
            fill(&mut input, &|| "new".to_owned());
            assert_eq!(json::to_string(&input), expected, "{given}");
        }
    }

    #[test]
    fn tokens_are_uuids_of_version_4() {
        assert_eq!(uuid(0), "00000000-0000-4000-8000-000000000000");
        assert_eq!(uuid(u128::MAX), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_ne!(random_token(), random_token());
    }
}
