use quick_xml::events::Event;

use super::{Markup, Piece, character, with_plain_lines};

/// The pieces of a document as text, with adjoining texts as one. `None` if it is not XML.
fn pieces(document: &str) -> Option<Vec<String>> {
    let mut markup = Markup::new(document);
    let mut all = Pieces::default();
    loop {
        match markup.next().ok()? {
            Piece::Start(element) => all.push(format!("<{}", element.local_name())),
            Piece::End => all.push(">".to_owned()),
            Piece::Text(text) => all.text(text),
            Piece::Data(text) => all.text(&with_plain_lines(text)),
            Piece::Reference(reference) => all.text(&character(reference)?.to_string()),
            Piece::EndOfDocument => return Some(all.0),
        }
    }
}

/// The same by a library.
fn expected(document: &str) -> Option<Vec<String>> {
    let mut reader = quick_xml::Reader::from_str(document);
    reader.config_mut().expand_empty_elements = true;
    let mut all = Pieces::default();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => all.push(format!("<{}", element.local_name().into_inner())),
            Event::End(_) => all.push(">".to_owned()),
            Event::Text(text) => all.text(&text.xml10_content()),
            Event::CData(text) => all.text(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                Some(character) => all.text(&character.to_string()),
                None => all.text(quick_xml::escape::resolve_predefined_entity(&reference)?),
            },
            Event::Eof => return Some(all.0),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Pieces(Vec<String>);

impl Pieces {
    fn push(&mut self, piece: String) {
        self.0.push(piece);
    }

    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(last) if last.starts_with('=') => last.push_str(text),
            _ => self.0.push(format!("={text}")),
        }
    }
}

const DOCUMENTS: [&str; 8] = [
    "<a/>",
    "<?xml version=\"1.0\"?>\n<a>\r\n<b-c.d e='1' f=\"'>\"/>\r\r\n</a >\n",
    "<n:a xmlns:n='u'><n:b:c></n:b:c\t><!-- <x> -- --><?p i?></n:a>",
    "<a>x&lt;&gt;&amp;&apos;&quot;&#65;&#x1F600;y<![CDATA[<&]]]>]]>z</a>",
    "<a>\u{e4}\u{1f600}<\u{e4}>\u{20ac}</\u{e4}></a>",
    "<a b = '1'\n c='&lt;'><d/><d />text longer than eight bytes<d></d></a>",
    "<a><long-name_of.an-element>1</long-name_of.an-element></a>",
    "a<b>c",
];

#[test]
fn pieces_are_those_of_a_library() {
    for document in DOCUMENTS {
        let pieces = pieces(document);
        assert!(pieces.is_some(), "{document}");
        assert_eq!(pieces, expected(document), "{document}");
    }
}

#[test]
fn damage_is_read_like_by_a_library_or_not_at_all() {
    let mut read = 0;
    for document in DOCUMENTS {
        let characters: Vec<char> = document.chars().collect();
        for at in 0..characters.len() {
            for new in ["", "<", ">", "&", ";", "/", "=", "'", "\"", "]", "!", "-", "?", "x", " ", "\r", "\0", ":"] {
                let (before, after) = (&characters[..at], &characters[at + 1..]);
                let damaged: String = before.iter().copied().chain(new.chars()).chain(after.iter().copied()).collect();
                if let Some(pieces) = pieces(&damaged) {
                    assert_eq!(Some(pieces), expected(&damaged), "{damaged}");
                    read += 1;
                }
            }
        }
    }
    assert!(read > 1000, "{read}");
}

#[test]
fn attributes_are_read() {
    let attributes = |document| {
        let Ok(Piece::Start(element)) = Markup::new(document).next() else { return None };
        let attributes = element.attributes()?;
        let value = |name| Some(attributes.iter().find(|it: &&super::Attribute<'_>| it.is_named(name))?.value());
        Some((value("a"), value("b")))
    };
    let both =
        |a: Option<&'static str>, b: Option<&'static str>| Some((Some(a.map(Into::into)), Some(b.map(Into::into))));
    assert_eq!(attributes("<x a='1' b=\"2\">"), both(Some("1"), Some("2")));
    assert_eq!(attributes("<x a = '&lt;&#65;\r\n\t' n:b='>'/>"), both(Some("<A  "), Some(">")));
    assert_eq!(attributes("<x a='&unknown;' b='<'>"), both(None, None));
    assert_eq!(attributes("<x>"), Some((None, None)));
    for invalid in ["<x a>", "<x a=1>", "<x a='1'b='2'>", "<x a='1' a='2'>", "<x ='1'>", "<x a b='1'>", "<x \"a\"='1'>"]
    {
        assert_eq!(attributes(invalid), None, "{invalid}");
    }
}

#[test]
fn references_are_characters() {
    for (reference, expected) in [
        ("lt", Some('<')),
        ("#65", Some('A')),
        ("#x41", Some('A')),
        ("#x10FFFF", Some('\u{10ffff}')),
        ("#0", None),
        ("#", None),
        ("#x", None),
        ("#+65", None),
        ("#xD800", None),
        ("#x110000", None),
        ("#99999999999", None),
        ("", None),
        ("nbsp", None),
    ] {
        assert_eq!(character(reference), expected, "{reference}");
    }
}
