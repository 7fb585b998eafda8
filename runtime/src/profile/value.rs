//! Parses values and names in lines of a shared file.

use zeroize::Zeroizing;

/// The value after `=`, without a trailing comment.
///
/// A comment begins with `#` or `;` after a space or tab, as in the AWS SDKs, but not inside quotes. The value of
/// `credential_process` is a command line and has no comments.
pub(super) fn value(key: &str, text: &str) -> Zeroizing<String> {
    let end = if key == "credential_process" { None } else { comment(text) };
    Zeroizing::new(text[..end.unwrap_or(text.len())].trim().to_owned())
}

/// The start of a line's comment, including the space before it.
fn comment(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            // A single apostrophe quotes nothing.
            quote @ (b'"' | b'\'') => at += bytes[at + 1..].iter().position(|it| *it == quote).map_or(0, |it| it + 1),
            b' ' | b'\t' if matches!(bytes.get(at + 1), Some(b'#' | b';')) => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The name without surrounding quotes.
pub(super) fn unquote(name: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = name.strip_prefix(quote).and_then(|it| it.strip_suffix(quote)) {
            return inner;
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn comments_end_values_outside_of_quotes() {
        let cases = [
            (" eu-west-1 ; home", "eu-west-1"),
            ("us-east-2#no-comment", "us-east-2#no-comment"),
            ("\t# all of it", ""),
            ("'team #1' # the first", "'team #1'"),
            (r#""a ;b" ;c"#, r#""a ;b""#),
            ("it's #1", "it's"),
            ("say \"# no end", "say \"# no end"),
            ("say \" # no end", "say \""),
        ];
        for (text, expected) in cases {
            assert_eq!(value("region", text).as_str(), expected, "{text}");
        }
        let command = r#" /bin/cp --arg "team #1" #2 ; '"#;
        assert_eq!(value("credential_process", command).as_str(), command.trim());
    }
}
