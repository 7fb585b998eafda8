//! Tests of edits.

use super::SharedText;

/// The text after an edit.
fn edited(text: &str, edit: impl FnOnce(&mut SharedText)) -> String {
    let mut parsed = SharedText::parse(text);
    edit(&mut parsed);
    parsed.into_text().to_string()
}

/// The text with a new key pair in the section `p`, without a session token.
fn with_keys(text: &str) -> String {
    edited(text, |it| {
        it.set("p", "aws_access_key_id", "ID");
        it.set("p", "aws_secret_access_key", "S+/=");
        it.remove("p", "aws_session_token");
    })
}

#[test]
fn sections_are_changed_as_by_the_aws_cli() {
    const FILE: &str = "# top\n[default]\nregion = a\n; note\n[profile dev]\ns3 =\n  x = 1\noutput = text";
    let set = |section: &str, key: &str, value: &str| edited(FILE, |it| it.set(section, key, value));
    assert_eq!(set("default", "region", "b"), FILE.replace("region = a", "region = b"));
    assert_eq!(set("default", "output", "json"), FILE.replace("region = a\n", "region = a\noutput = json\n"));
    assert_eq!(set("profile dev", "region", "b"), format!("{FILE}\nregion = b\n"));
    assert_eq!(set("profile new", "region", "b"), format!("{FILE}\n[profile new]\nregion = b\n"));
    assert_eq!(edited(FILE, |it| it.remove("default", "region")), FILE.replace("region = a\n", ""));
    assert_eq!(edited("", |it| it.set("default", "a", "b")), "[default]\na = b\n");
    for quoted in ["[profile \"a b\"]\nx = 1\n", "[profile 'a b']\nx = 1\n", "[profile a b]\nx = 1\n"] {
        for section in ["profile a b", "profile 'a b'"] {
            assert_eq!(edited(quoted, |it| it.set(section, "x", "2")), quoted.replace('1', "2"), "{section}");
        }
    }
    let nested = |section: &str, name: &str| edited(FILE, |it| it.set_nested(section, "s3", name, "2"));
    assert_eq!(nested("default", "x"), FILE.replace("region = a\n", "region = a\ns3 =\n    x = 2\n"));
    assert_eq!(nested("profile dev", "x"), FILE.replace("x = 1", "x = 2"));
    assert_eq!(nested("profile dev", "y"), FILE.replace("x = 1\n", "x = 1\n    y = 2\n"));
}

#[test]
fn repeated_lines_are_found() {
    for (text, headers, ids) in [
        ("[p]\naws_access_key_id=1\n[q]\naws_access_key_id=2\n", &[1][..], &[2][..]),
        ("\u{feff}[p]\naws_access_key_id=1\n[q]\n [ p ] # again\n", &[1, 4], &[2]),
        ("[q]\n[p]\nAWS_ACCESS_KEY_ID=1\nx=\n  y\naws_access_key_id=2\n", &[2], &[3, 6]),
        ("[p]\naws_access_key_id=1\n#\n aws_access_key_id=a continuation\naws_access_key_id:2", &[1], &[2, 5]),
    ] {
        let parsed = SharedText::parse(text);
        assert_eq!(parsed.headers_of("p"), headers, "{text}");
        assert_eq!(parsed.lines_of("p", "aws_access_key_id"), ids, "{text}");
    }
}

#[test]
fn added_lines_end_as_most_lines_do() {
    for (before, ending) in [("[a]\r\nx=1\ny=2\n", "\n"), ("[a]\r\nx=1\r\ny=2\n", "\r\n"), ("[a]\r\n", "\r\n")] {
        let added = format!("[p]{ending}aws_access_key_id = ID{ending}aws_secret_access_key = S+/={ending}");
        assert_eq!(with_keys(before), before.to_owned() + &added, "{before:?}");
    }
}

#[test]
fn nothing_but_the_value_changes() {
    for (what, before, after) in [
        ("an empty file", "", "[p]\naws_access_key_id = ID\naws_secret_access_key = S+/=\n"),
        (
            "a file without the section and without a newline at its end",
            "[a]\nx=1",
            "[a]\nx=1\n[p]\naws_access_key_id = ID\naws_secret_access_key = S+/=\n",
        ),
        (
            "both keys, with comments and other keys, between others",
            "# mine\n[a]\naws_access_key_id = A\n[ p ] ; ours\n#c\nAWS_Access_Key_Id=old  # since May\nregion = x\n\
             \taws_secret = y\naws_secret_access_key =   o=l=d\t\n[b]\naws_secret_access_key = B\n",
            "# mine\n[a]\naws_access_key_id = A\n[ p ] ; ours\n#c\nAWS_Access_Key_Id=ID  # since May\nregion = x\n\
             \taws_secret = y\naws_secret_access_key =   S+/=\t\n[b]\naws_secret_access_key = B\n",
        ),
        (
            "values that continue on further lines",
            "[p]\naws_session_token = t\n  oken\naws_access_key_id = x\n  y\n# c\n  z\naws_secret_access_key = s\n",
            "[p]\naws_access_key_id = ID\n# c\naws_secret_access_key = S+/=\n",
        ),
        (
            "lines of Windows, a byte order mark, an indented section",
            "\u{feff}[p]\r\n  region = x\r\n[b]\r\n",
            "\u{feff}[p]\r\n  region = x\r\n  aws_access_key_id = ID\r\n  aws_secret_access_key = S+/=\r\n[b]\r\n",
        ),
        ("a header at the end", "[p]", "[p]\naws_access_key_id = ID\naws_secret_access_key = S+/=\n"),
        (
            "an id without a secret",
            "[p]\n aws_access_key_id = x",
            "[p]\n aws_access_key_id = ID\n aws_secret_access_key = S+/=\n",
        ),
        (
            "a secret without an id, and no values",
            "[p]\naws_secret_access_key = # none\n",
            "[p]\naws_secret_access_key =S+/= # none\naws_access_key_id = ID\n",
        ),
        (
            "a repeated section",
            "[p]\naws_access_key_id=1\n[q]\n[p]\naws_secret_access_key=2\naws_access_key_id=\n",
            "[p]\naws_access_key_id=ID\n[q]\n[p]\naws_secret_access_key=S+/=\naws_access_key_id=ID\n",
        ),
    ] {
        assert_eq!(with_keys(before), after, "{what}");
        assert_eq!(with_keys(after), after, "{what}, again");
    }
}
