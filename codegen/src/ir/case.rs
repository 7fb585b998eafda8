//! Words of a name, and the cases that Rust writes them in.
//!
//! Names come out as those of the official SDK, so its idea of a word is followed: an acronym is
//! one word (`SSHPublicKey` is `ssh`, `public`, `key`), its plural too (`ListMFAs`), a number
//! belongs to the word before it, and a few spellings with a case of their own are words.

/// Words that are written in mixed case and stay together.
const MIXED: [&str; 7] = ["ipv4", "ipv6", "sigv4", "mib", "gib", "kib", "ttl"];

/// `user_name` of `UserName`.
pub(super) fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `USER_NAME` of `userName`.
pub(super) fn screaming(name: &str) -> String {
    snake(name).to_uppercase()
}

/// `user-name` of `UserName`.
pub(super) fn kebab(name: &str) -> String {
    words(name).join("-")
}

/// `SamlProvider` of `SAMLProvider`.
pub(super) fn pascal(name: &str) -> String {
    words(name)
        .iter()
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

/// The words of a name, in lower case.
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

/// Whether a new word starts at the first of the letters that remain.
fn starts_word(word: &str, rest: &[char], all_lower: bool) -> bool {
    let (Some(last), Some(&next)) = (word.chars().last(), rest.first()) else { return false };
    if MIXED.iter().any(|mixed| mixed.eq_ignore_ascii_case(word)) {
        return true;
    }
    if MIXED.iter().any(|mixed| begin_with(mixed, word, rest)) {
        return false;
    }
    if next.is_ascii_lowercase() {
        // `s3key` has no capitals to go by.
        return all_lower && last.is_ascii_digit();
    }
    if !next.is_ascii_uppercase() {
        return false;
    }
    last.is_ascii_lowercase() || last.is_ascii_digit() || (last.is_ascii_uppercase() && ends_acronym(&rest[1..]))
}

/// Whether a word and the letters after it begin with `mixed`.
fn begin_with(mixed: &str, word: &str, rest: &[char]) -> bool {
    let mut letters = word.chars().chain(rest.iter().copied());
    mixed.chars().all(|letter| letters.next().is_some_and(|other| other.eq_ignore_ascii_case(&letter)))
}

/// Whether what follows a capital shows that it begins a word rather than going on with an
/// acronym: a small letter, but not the `s` of a plural or the `v` of a version.
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
        assert_eq!(screaming("statusType"), "STATUS_TYPE");
        assert_eq!(kebab("AccessKeyId"), "access-key-id");
    }
}
