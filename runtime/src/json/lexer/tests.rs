use super::*;

/// What the first string of a text is, read one character at a time.
fn expected(text: &str) -> Result<String, Problem> {
    let mut out = String::new();
    let mut characters = text[1..].chars();
    loop {
        match characters.next() {
            Some('"') => return Ok(out),
            Some('\\') => match characters.next() {
                Some('n') => out.push('\n'),
                Some('"') => out.push('"'),
                _ => return Err(Problem::Escape),
            },
            Some('\0'..='\u{1f}') => return Err(Problem::ControlCharacter),
            Some(character) => out.push(character),
            None => return Err(Problem::Unterminated),
        }
    }
}

#[test]
fn strings_end_where_they_should_at_any_distance_from_the_start() {
    let pieces =
        ["\"", "\\n", "\\\"", "\0", "\u{1f}", " ", "!", "#", "[", "]", "\u{7f}", "\u{80}", "é", "😀", "ÿ", "\\x"];
    let mut count = 0;
    for length in 0..=24 {
        for at in 0..=length {
            for (first, second) in pieces.iter().flat_map(|first| pieces.iter().map(move |second| (first, second))) {
                let text = format!("\"{}{first}{}{second}\"", "x".repeat(at), "é".repeat(length - at));
                let read = Lexer::new(&text).value().map_err(|error| error.problem);
                let read = read.map(|token| match token {
                    Token::String(text) => text.into_owned(),
                    other => panic!("{other:?}"),
                });
                match (read, expected(&text)) {
                    (Ok(read), Ok(expected)) => assert_eq!(read, expected, "{text:?}"),
                    (Err(read), Err(expected)) => {
                        assert_eq!(std::mem::discriminant(&read), std::mem::discriminant(&expected), "{text:?}");
                    }
                    (read, expected) => panic!("{text:?}: {read:?}, not {expected:?}"),
                }
                count += 1;
            }
        }
    }
    assert_eq!(count, 325 * 256);
}

#[test]
fn an_expected_key_is_read_only_if_it_is_written_plainly() {
    for (text, first, expected) in [
        (r#""ab":1"#, true, Some(5)),
        (r#","ab":1"#, false, Some(6)),
        (r#""ab":1"#, false, None),
        (r#","ab":1"#, true, None),
        (r#" "ab":1"#, true, None),
        (r#""ab" :1"#, true, None),
        (r#""\u0061b":1"#, true, None),
        (r#""abc":1"#, true, None),
        (r#""a":1"#, true, None),
        (r#""ac":1"#, true, None),
        (r#""ab""#, true, None),
        (r#""ab"#, true, None),
        ("}", true, None),
        ("", true, None),
        ("", false, None),
    ] {
        let mut lexer = Lexer::new(text);
        let taken = lexer.take_key(first, "ab").then_some(lexer.at);
        assert_eq!(taken, expected, "{text}");
        assert!(taken.is_some() || lexer.at == 0, "{text}");
        assert!(Lexer::new("\"a\":").take_key(true, "a") && !Lexer::new("\"b\":").take_key(true, "a"));
    }
}
