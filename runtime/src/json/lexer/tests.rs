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
fn every_byte_is_found_among_eight() {
    let stops = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    for byte in 0..=u8::MAX {
        for place in 0..8 {
            for rest in [b' ', b'a', 0x7f, 0x80, 0xff] {
                for behind in [rest, 0, b'"', 0x21, 0x1f] {
                    let mut bytes = [rest; 8];
                    bytes[place] = byte;
                    bytes[place + 1..].fill(behind);
                    let expected = bytes.iter().position(|it| stops(*it)).unwrap_or(8);
                    assert_eq!(plain_bytes(u64::from_le_bytes(bytes)), expected, "{bytes:?}");
                }
            }
        }
    }
}
