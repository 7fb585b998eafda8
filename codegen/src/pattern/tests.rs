use super::{Tree, Unparsable, parse, to_tokens};

/// The tokens of the expression's tree, without spaces.
fn emitted(pattern: &str) -> String {
    to_tokens(&parse(pattern).unwrap()).to_string().replace(' ', "")
}

#[test]
fn trees_are_small() {
    let word = "Class::ascii(0x7fffffe87fffffe03ff000000000000)";
    let cases = [
        ("", "Node::Sequence(&[])".to_owned()),
        ("abc", r#"Node::Literal("abc")"#.to_owned()),
        ("a(?:b)(?<n>c)", r#"Node::Literal("abc")"#.to_owned()),
        (r"^[\w]+$", format!("Node::Sequence(&[Node::Start,Node::at_least(&Node::Class({word}),1),Node::End])")),
        (r"(\w+)*", format!("Node::at_least(&Node::Class({word}),0)")),
        (r"(\w*){3,4}", format!("Node::at_least(&Node::Class({word}),0)")),
        (r"(?:\w|\w)??", format!("Node::optional(&Node::Class({word}))")),
        (r"(|\w)", format!("Node::optional(&Node::Class({word}))")),
        ("0|1|[2-9]", "Node::Class(Class::ascii(0x3ff000000000000))".to_owned()),
        ("a|a", r#"Node::Literal("a")"#.to_owned()),
        ("ab|cd|ab", r#"Node::Choice(&[Node::Literal("ab"),Node::Literal("cd")])"#.to_owned()),
        ("a{3}", "Node::repeat(&Node::Class(Class::ascii(0x2000000000000000000000000)),3,3)".to_owned()),
        ("a{0}", "Node::Sequence(&[])".to_owned()),
        ("(ab){1}", r#"Node::Literal("ab")"#.to_owned()),
        (
            r"(?=x)(?!y)",
            r#"Node::Sequence(&[Node::ahead(&Node::Literal("x")),Node::not_ahead(&Node::Literal("y"))])"#.to_owned(),
        ),
        (
            r"(?<=x)(?<!y)",
            r#"Node::Sequence(&[Node::behind(&Node::Literal("x")),Node::not_behind(&Node::Literal("y"))])"#.to_owned(),
        ),
    ];
    for (pattern, expected) in cases {
        assert_eq!(emitted(pattern), expected, "{pattern}");
    }
}

#[test]
fn classes_say_what_they_hold() {
    let cases = [
        (r"[\s\S]", "Class::ascii(0xffffffffffffffffffffffffffffffff).or_others()"),
        (r"[^\s\S]", "Class::ascii(0x0)"),
        (r"[\d\D]", "Class::ascii(0xffffffffffffffffffffffffffffffff).or_others()"),
        (r".", "Class::ascii(0xffffffffffffffffffffffffffffdbff).or_ranges(&[(0x2028,0x2029)]).or_others()"),
        (r"[0-\u00ff]", "Class::ascii(0xffffffffffffffffffff000000000000).or_ranges(&[(0x80,0xff)])"),
        (r"[^\u00e9]", "Class::ascii(0xffffffffffffffffffffffffffffffff).or_ranges(&[(0xe9,0xe9)]).or_others()"),
        (r"[\u00c0-\u00ce\u00cf-\u00ff]", "Class::ascii(0x0).or_ranges(&[(0xc0,0xff)])"),
        (r"\p{N}", "Class::ascii(0x3ff000000000000).or_categories(Categories::NUMBER)"),
        (
            r"[\p{L}\p{IsDigit}\p{Nd}]",
            "Class::ascii(0x7fffffe07fffffe03ff000000000000)\
             .or_categories(Categories::LETTER.and(Categories::NUMBER))",
        ),
        (r"[\p{L}\p{Z}]", "Class::ascii(0x7fffffe07fffffe0000000100000000).or_categories(Categories::OTHER)"),
        (r"\P{N}", "Class::ascii(0xfffffffffffffffffc00ffffffffffff).or_categories(Categories::NUMBER).or_others()"),
        (r"[^\P{N}]", "Class::ascii(0x3ff000000000000).or_categories(Categories::NUMBER)"),
        (r"[^\p{L}0-9]", "Class::ascii(0xf8000001f8000001fc00ffffffffffff).or_categories(Categories::OTHER)"),
        (r"[\P{N}0]", "Class::ascii(0xfffffffffffffffffc01ffffffffffff).or_categories(Categories::NUMBER).or_others()"),
        (r"[\P{N}\u00b2]", "Class::ascii(0xfffffffffffffffffc00ffffffffffff).or_categories(Categories::OTHER)"),
        (r"[\uD800\uDC00-\uDBFF\uDFFF]", "Class::ascii(0x0).or_ranges(&[(0x10000,0x10ffff)])"),
        (r"[\uD800-\uDBFF][\uDC00-\uDFFF]", "Class::ascii(0x0).or_ranges(&[(0x10000,0x10ffff)])"),
        (r"[+--]", "Class::ascii(0x380000000000)"),
        (r"[-a]", "Class::ascii(0x2000000000000200000000000)"),
        (r"[\d-a]", "Class::ascii(0x20000000003ff200000000000)"),
        (r"[\b\0\cA]", "Class::ascii(0x103)"),
    ];
    for (pattern, expected) in cases {
        assert_eq!(emitted(pattern), format!("Node::Class({expected})"), "{pattern}");
    }
}

/// Syntax of other dialects that models use.
#[test]
fn other_dialects_are_read_as_they_are_meant() {
    let cases = [
        ("(?i)aZ1", "[Aa][Zz]1"),
        ("(?i)[a-c]", "[A-Ca-c]"),
        ("(?i)[^a]", "[^Aa]"),
        ("(?i:a)b", "(?:[Aa])b"),
        ("((?i)a)b", "([Aa])b"),
        ("(?i)a(?-i)b", "[Aa]b"),
        ("(?s).", r"[\s\S]"),
        ("(?s-i:.).", r"[\s\S]."),
        ("(?u)a", "a"),
        ("a{2}+b", "a{2}b"),
        ("a?+b*+c++", "a?b*c+"),
        ("(?>ab)", "ab"),
        ("[a-z&&[^bc]]", "[ad-z]"),
        ("[a-z&&b-e&&[^c]]", "[bde]"),
        ("[^a-z&&[^b]]", "[^ac-z]"),
        (r"[\w&&[^\d]]", "[A-Za-z_]"),
    ];
    for (pattern, plain) in cases {
        assert_eq!(parse(pattern), parse(plain), "{pattern}");
    }
    let word = "Node::Class(Class::ascii(0x7fffffe87fffffe03ff000000000000))";
    let (behind, ahead) = (format!("Node::behind(&{word})"), format!("Node::ahead(&{word})"));
    let (not_behind, not_ahead) = (format!("Node::not_behind(&{word})"), format!("Node::not_ahead(&{word})"));
    let choice = |first: &str, second: &str, third: &str, fourth: &str| {
        format!("Node::Choice(&[Node::Sequence(&[{first},{second}]),Node::Sequence(&[{third},{fourth}])])")
    };
    assert_eq!(emitted(r"\b"), choice(&behind, &not_ahead, &not_behind, &ahead));
    assert_eq!(emitted(r"\B"), choice(&behind, &ahead, &not_behind, &not_ahead));
}

#[test]
fn characters_are_read_as_annex_b_does() {
    let cases = [
        ("]", "]"),
        ("}", "}"),
        ("{", "{"),
        ("{a}", "{a}"),
        ("a{", "a{"),
        ("a{1", "a{1"),
        ("a{x,2}", "a{x,2}"),
        (r"\/\-\_\:\@\.\$", "/-_:@.$"),
        (r"\t\n\r\f\v\0", "\t\n\r\x0c\x0b\0"),
        (r"\x41\u0042\u{43}\cJ", "ABC\n"),
        (r"\uD83D\uDE00", "😀"),
        ("é", "é"),
        ("[é]", "é"),
        ("[[]", "["),
        (r"[\]]", "]"),
    ];
    for (pattern, expected) in cases {
        assert_eq!(parse(pattern), Ok(Tree::Literal(expected.into())), "{pattern}");
    }
}

#[test]
fn what_is_malformed_says_why_and_where() {
    let cases = [
        ("(?)a", "malformed inline flags", 0),
        ("(?é)a", "malformed inline flags", 0),
        ("(?<>a)", "a group whose name is malformed", 0),
        ("a(b", "a group that is not closed", 1),
        ("a)", "a `)` that closes nothing", 1),
        ("a[b", "a class that is not closed", 1),
        ("[z-a]", "a range that is out of order", 1),
        ("*a", "nothing to repeat", 0),
        ("a|+", "nothing to repeat", 2),
        ("a***", "nothing to repeat", 2),
        ("{2}", "nothing to repeat", 0),
        ("a{3,2}", "a quantifier whose minimum exceeds its maximum", 1),
        ("a\\", "a backslash at the end", 1),
        // After something that the tree cannot represent.
        (r"(a)\1(", "a group that is not closed", 5),
        (r"\A[\pL", "a class that is not closed", 2),
        (r"[\uD800-\uDBFF]*[z-a]", "a range that is out of order", 17),
        ("a{,2}[", "a class that is not closed", 5),
    ];
    for (pattern, reason, offset) in cases {
        assert_eq!(parse(pattern), Err(Unparsable { is_malformed: true, reason, offset }), "{pattern}");
    }
}

#[test]
fn what_a_tree_cannot_say_says_why_and_where() {
    let cases = [
        (r"(a)\1", "a back reference", 3),
        (r"(?<n>a)\k<n>", "a back reference", 7),
        ("(?m)^a", "an inline flag other than `s` and `i`", 0),
        ("(?i)é", "a letter beyond ASCII whose case is ignored", 4),
        ("(?i)[à-é]", "letters beyond ASCII whose case is ignored", 4),
        ("(?!a++)", "a possessive quantifier that is negated", 4),
        ("(?!(?>a))", "a possessive quantifier that is negated", 3),
        ("^*", "a quantifier behind an anchor", 1),
        ("a${2,64}", "a quantifier behind an anchor", 2),
        ("[a-z&&[b][c]]", "a union of classes", 9),
        ("[]a]", "a class that begins with `]`", 0),
        ("[^]", "a class that begins with `]`", 0),
        ("[[:alpha:]]", "a POSIX class", 1),
        ("a{,2}", "a quantifier without a minimum", 1),
        (r"\Aa", "an anchor that ECMA-262 does not have", 0),
        (r"\h", "an escape that ECMA-262 does not have", 0),
        (r"\07", "an octal escape", 0),
        (r"\xZ1", "a malformed hexadecimal escape", 0),
        (r"\u12", "a malformed hexadecimal escape", 0),
        (r"\ué", "a malformed hexadecimal escape", 0),
        (r"\u{}", "a malformed hexadecimal escape", 0),
        (r"\u{110000}", "an invalid code point", 0),
        (r"\c1", "a malformed control escape", 0),
        (r"\c", "a malformed control escape", 0),
        (r"\pL", "a malformed property", 0),
        (r"\p{Klingon}", "an unknown property", 0),
        (r"a\uD800", "half of a surrogate pair", 1),
        (r"[\uD800-\uDBFF]a", "half of a surrogate pair", 0),
        (r"[\uD800-\uDBFF]+", "half of a surrogate pair", 0),
        (r"[\uD800-\uDBFF][\uDC00-\uDFFF]*", "half of a surrogate pair", 0),
        // The first of several problems is reported.
        (r"\A(a)\1", "an anchor that ECMA-262 does not have", 0),
    ];
    for (pattern, reason, offset) in cases {
        assert_eq!(parse(pattern), Err(Unparsable { is_malformed: false, reason, offset }), "{pattern}");
    }
}

#[test]
fn nesting_has_a_bound() {
    let nested = |depth| "(".repeat(depth) + "ab" + &")".repeat(depth);
    let reason = "groups nested too deeply";
    assert_eq!(parse(&nested(64)), Ok(Tree::Literal("ab".into())));
    assert_eq!(parse(&nested(65)), Err(Unparsable { is_malformed: false, reason, offset: 64 }));
    assert!(parse(&nested(100_000)).is_err());
}
