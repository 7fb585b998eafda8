//! Puts keys into the text of a credentials file.

use tinsmith_cli::command::SharedText;
use zeroize::Zeroizing;

const ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";
const TOKEN: &str = "aws_session_token";

/// Returns the text with these keys in the profile. A session token of the profile is removed, because it belongs to
/// the old keys.
pub(super) fn put_keys(text: &str, profile: &str, id: &str, secret: &str) -> Zeroizing<String> {
    let mut text = SharedText::parse(text);
    text.set(profile, ID, id);
    text.set(profile, SECRET, secret);
    text.remove(profile, TOKEN);
    text.into_text()
}

/// Something that occurs more than once in a text: its name, and its line numbers.
pub(super) type Repeated = (&'static str, Vec<usize>);

/// Finds what occurs more than once in a profile: its section, or the id or secret of its key. Programs differ in which
/// one they read, and replacing all of them would lose their contents.
pub(super) fn repeated(text: &str, profile: &str) -> Option<Repeated> {
    let text = SharedText::parse(text);
    let found = [
        ("the section", text.headers_of(profile)),
        (ID, text.lines_of(profile, ID)),
        (SECRET, text.lines_of(profile, SECRET)),
    ];
    found.into_iter().find(|(_, lines)| lines.len() > 1)
}

/// The names of the sections of a file.
pub(super) fn sections(text: &str) -> Vec<String> {
    SharedText::parse(text).sections().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{ID, SECRET, put_keys, repeated};

    #[test]
    fn what_is_repeated_is_found_with_its_lines() {
        for (text, found) in [
            ("[p]\naws_access_key_id=1\n[q]\naws_access_key_id=2\n", None),
            ("[p]\naws_access_key_id=1\n[q]\n [ p ] # again\n", Some(("the section", vec![1, 4]))),
            ("[q]\n[p]\nAWS_ACCESS_KEY_ID=1\nx=\n  y\naws_access_key_id=2\n", Some((ID, vec![3, 6]))),
            ("[p]\naws_secret_access_key=1\n#\naws_secret_access_key=2", Some((SECRET, vec![2, 4]))),
        ] {
            assert_eq!(repeated(text, "p"), found, "{text}");
        }
    }

    #[test]
    fn the_token_of_the_old_keys_is_removed() {
        let before = "[p]\naws_session_token = t\naws_access_key_id = x # since May\naws_secret_access_key = s\n";
        let after = "[p]\naws_access_key_id = ID # since May\naws_secret_access_key = S\n";
        assert_eq!(put_keys(before, "p", "ID", "S").as_str(), after);
    }
}
