//! Splits names into words, and writes them in Rust's cases.
//!
//! Names match those of the official SDK, so its definition of a word applies: an acronym is one word (`SSHPublicKey`
//! is `ssh`, `public`, `key`), also in the plural (`ListMFAs`); a number belongs to the word before it; a few
//! mixed-case spellings are words.

/// Mixed-case words that are not split.
const MIXED: [&str; 7] = ["ipv4", "ipv6", "sigv4", "mib", "gib", "kib", "ttl"];

/// Converts `UserName` to `user_name`.
pub(super) fn snake(name: &str) -> String {
    words(name).join("_")
}

/// Converts `userName` to `USER_NAME`.
pub(super) fn screaming(name: &str) -> String {
    snake(name).to_uppercase()
}

/// Converts `UserName` to `user-name`.
pub(super) fn kebab(name: &str) -> String {
    words(name).join("-")
}

/// Converts `SAMLProvider` to `SamlProvider`.
///
/// The official SDK has another definition of a word here: a capital starts one after a lower-case letter or a digit,
/// and at the end of an acronym. Nothing else does, so `nodejs18x` is `Nodejs18x`, and `MemoryMiB` stays.
pub(super) fn pascal(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len());
    let mut last = None;
    for (index, &letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            last = None;
            continue;
        }
        let ends_acronym = || letters.get(index + 1).is_some_and(char::is_ascii_lowercase);
        let is_first =
            last.is_none_or(|last: char| letter.is_ascii_uppercase() && (!last.is_ascii_uppercase() || ends_acronym()));
        out.push(if is_first { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() });
        last = Some(letter);
    }
    out
}

/// Splits a name into lower-case words.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let all_lower = !letters.iter().any(char::is_ascii_uppercase);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (index, &letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        if starts_word(&word, &letters[index..], all_lower) {
            words.push(std::mem::take(&mut word));
        }
        word.push(letter);
    }
    words.extend((!word.is_empty()).then_some(word));
    words.iter().map(|word| word.to_ascii_lowercase()).collect()
}

/// Whether a new word starts at the first remaining letter.
fn starts_word(word: &str, rest: &[char], all_lower: bool) -> bool {
    let (Some(last), Some(&next)) = (word.chars().last(), rest.first()) else { return false };
    if MIXED.iter().any(|mixed| mixed.eq_ignore_ascii_case(word)) {
        return true;
    }
    if MIXED.iter().any(|mixed| begin_with(mixed, word, rest)) {
        return false;
    }
    if next.is_ascii_lowercase() {
        // `s3key` has no capital letters to split at.
        return all_lower && last.is_ascii_digit();
    }
    if !next.is_ascii_uppercase() {
        return false;
    }
    last.is_ascii_lowercase() || last.is_ascii_digit() || (last.is_ascii_uppercase() && ends_acronym(&rest[1..]))
}

/// Whether a word together with the letters after it starts with `mixed`.
fn begin_with(mixed: &str, word: &str, rest: &[char]) -> bool {
    let mut letters = word.chars().chain(rest.iter().copied());
    mixed.chars().all(|letter| letters.next().is_some_and(|other| other.eq_ignore_ascii_case(&letter)))
}

/// Whether the letters after a capital show that it starts a new word and does not continue an acronym: a lower-case
/// letter, except the `s` of a plural or the `v` of a version.
fn ends_acronym(after: &[char]) -> bool {
    match after {
        ['s'] => false,
        ['s', next, ..] => next.is_ascii_lowercase(),
        ['v', next, ..] if next.is_ascii_digit() => false,
        [next, ..] => next.is_ascii_lowercase(),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_as_the_official_sdk_does() {
        for (name, expected) in [
            ("UserName", "user_name"),
            ("statusType", "status_type"),
            ("SSHPublicKey", "ssh_public_key"),
            ("MFADevice", "mfa_device"),
            ("ListMFAs", "list_mfas"),
            ("OpenIDConnectProvider", "open_id_connect_provider"),
            ("DynamoDBv2Action", "dynamo_dbv2_action"),
            ("DBProxy", "db_proxy"),
            ("s3key", "s3_key"),
            ("Md5OfBody", "md5_of_body"),
            ("IPv4Address", "ipv4_address"),
            ("SizeInMiB", "size_in_mib"),
            ("__listOf__string", "list_of_string"),
            ("ACTIVE_OLD", "active_old"),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
        assert_eq!(pascal("SAMLMetadataDocumentType"), "SamlMetadataDocumentType");
        assert_eq!(pascal("UPDATE_COMPLETE"), "UpdateComplete");
        for (name, expected) in [
            ("MemoryMiB", "MemoryMiB"),
            ("DynamoDBv2Action", "DynamoDBv2Action"),
            ("OpenIDConnectProvider", "OpenIdConnectProvider"),
            ("nodejs18x", "Nodejs18x"),
            ("java8al2", "Java8al2"),
            ("a1_2xlarge", "A12xlarge"),
            ("CRC32C", "Crc32C"),
            ("IPv4Address", "IPv4Address"),
            ("S3Key", "S3Key"),
            ("s3key", "S3key"),
            ("__listOf__string", "ListOfString"),
        ] {
            assert_eq!(pascal(name), expected, "{name}");
        }
        assert_eq!(screaming("statusType"), "STATUS_TYPE");
        assert_eq!(kebab("AccessKeyId"), "access-key-id");
    }
}
