//! Names of commands and options, derived from the model's with the AWS CLI's rules.

mod special;

/// Converts a model's name to lowercase with dashes between its words: `ListMFADevices` becomes `list-mfa-devices`,
/// `OpenIDConnectProviderARNs` becomes `open-id-connect-provider-arns`.
pub(crate) fn dashed(name: &str) -> String {
    if name.contains('-') {
        return name.to_owned();
    }
    if let Some(special) = special::find(name) {
        return special.to_owned();
    }
    let (head, plural) = split_plural_acronym(name);
    let mut dashed = split_lower_after_upper(&split_before_capitalized(&head)).to_lowercase();
    dashed.push_str(&plural);
    dashed
}

/// Whether the dashed form of a name is this. Most names are told apart by a few letters, without forming anything.
pub(crate) fn is_dashed(name: &str, command: &str) -> bool {
    may_be_dashed(name, command) && dashed(name) == command
}

/// Whether a name and a command have the same letters, apart from case and dashes. Others cannot belong together.
fn may_be_dashed(name: &str, command: &str) -> bool {
    if !name.is_ascii() {
        return true;
    }
    letters(name).eq(letters(command))
}

/// The letters of a name in lower case, without dashes.
fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|it| *it != b'-').map(|it| it.to_ascii_lowercase())
}

/// Splits a plural acronym off the end of a name: `VirtualARNs` into `Virtual` and `-arns`. If the name is only the
/// acronym, there is no leading dash.
fn split_plural_acronym(name: &str) -> (String, String) {
    let Some(stem) = name.strip_suffix('s') else { return (name.to_owned(), String::new()) };
    let capitals = stem.chars().rev().take_while(char::is_ascii_uppercase).count();
    if capitals < 2 {
        return (name.to_owned(), String::new());
    }
    // Capitals are ASCII, so their number is their length in bytes.
    let at = stem.len() - capitals;
    (name[..at].to_owned(), format!("-{}", name[at..].to_lowercase()))
}

/// Inserts a dash before each capital that begins a lowercase word, except the first.
fn split_before_capitalized(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut split = String::with_capacity(name.len() + 8);
    let mut index = 0;
    // The character before a dash belongs to the previous match, so the scan continues after each word. This decides
    // whether `AToB` is split once or twice.
    while index < letters.len() {
        let word = letters.get(index + 1).is_some_and(char::is_ascii_uppercase)
            && letters.get(index + 2).is_some_and(char::is_ascii_lowercase);
        split.push(letters[index]);
        index += 1;
        if word {
            split.push('-');
            split.push(letters[index]);
            index += 1;
            while let Some(small) = letters.get(index).filter(|c| c.is_ascii_lowercase()) {
                split.push(*small);
                index += 1;
            }
        }
    }
    split
}

/// Inserts a dash between a lowercase letter or digit and a following capital.
fn split_lower_after_upper(name: &str) -> String {
    let mut split = String::with_capacity(name.len() + 8);
    let mut before: Option<char> = None;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && before.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
            split.push('-');
        }
        split.push(letter);
        before = Some(letter);
    }
    split
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_aws_cli() {
        for (name, dashed_name) in [
            ("UpdateAccessKey", "update-access-key"),
            ("ListMFADevices", "list-mfa-devices"),
            ("CreateSAMLProvider", "create-saml-provider"),
            ("GetOpenIDConnectProvider", "get-open-id-connect-provider"),
            ("UploadSSHPublicKey", "upload-ssh-public-key"),
            ("VirtualARNs", "virtual-arns"),
            ("SSHPublicKeyId", "ssh-public-key-id"),
            ("AuthenticationCode1", "authentication-code1"),
            ("Url", "url"),
            ("ARNs", "-arns"),
            ("SAMLMetadataDocument", "saml-metadata-document"),
            ("GetServiceLastAccessedDetailsWithEntities", "get-service-last-accessed-details-with-entities"),
            ("IPv6", "i-pv6"),
            ("ExecutePartiQLStatement", "execute-partiql-statement"),
            ("CreateCachediSCSIVolume", "create-cached-iscsi-volume"),
            ("already-dashed", "already-dashed"),
        ] {
            assert_eq!(dashed(name), dashed_name, "{name}");
            assert!(is_dashed(name, dashed_name), "{name}");
            assert!(!is_dashed(name, &dashed_name.replace('-', "")) || !dashed_name.contains('-'), "{name}");
        }
        assert!(!is_dashed("ListUsers", "list-user") && !is_dashed("ListUser", "list-users"));
        assert!(is_dashed("Über", "über"));
    }
}
