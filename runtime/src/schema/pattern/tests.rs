use std::time::{Duration, Instant};

use super::{Categories, Class, Node, Pattern};

const LOWER: Class = Class::ascii(0x3ff_ffff << 97);
const WORD: Class = Class::ascii(0x7fffffe87fffffe03ff000000000000);
const DIGIT: Class = Class::ascii(0x3ff << 48);
const HEX: Class = Class::ascii(0x7e_0000_0000_03ff << 48);

/// `^[\u0009\u000A\u000D\u0020-\u00FF]+$`
const LATIN: Node = Node::Sequence(&[
    Node::Start,
    Node::at_least(&Node::Class(Class::ascii(0xffffffffffffffffffffffff00002600).or_ranges(&[(0x80, 0xff)])), 1),
    Node::End,
]);

#[test]
fn matches() {
    const CASES: [(Node, &[&str], &[&str]); 11] = [
        (Node::Literal("é"), &["é", "xéy"], &["", "e"]),
        (Node::Class(DIGIT), &["1", "a1", "é1"], &["", "a", "٣"]),
        (Node::Sequence(&[]), &["", "a"], &[]),
        (Node::Choice(&[Node::Literal("ab"), Node::Literal("a")]), &["a", "cab"], &["b"]),
        (
            Node::Sequence(&[Node::Start, Node::repeat(&Node::Class(LOWER), 2, 3), Node::End]),
            &["ab", "abc"],
            &["", "a", "abcd", "ab\n", "aB"],
        ),
        (
            Node::Sequence(&[Node::Start, Node::at_least(&Node::Class(LOWER), 1), Node::Literal("b"), Node::End]),
            &["bb", "aab"],
            &["b", "ba"],
        ),
        (
            Node::Sequence(&[
                Node::Start,
                Node::repeat(
                    &Node::Sequence(&[Node::optional(&Node::Literal("a")), Node::optional(&Node::Literal("b"))]),
                    2,
                    3,
                ),
                Node::End,
            ]),
            &["", "ab", "aba", "ababab", "bbb"],
            &["abababab", "c"],
        ),
        (
            Node::Sequence(&[Node::not_ahead(&Node::Literal("ab")), Node::Literal("a"), Node::End]),
            &["a", "aba"],
            &["ab"],
        ),
        (Node::Sequence(&[Node::ahead(&Node::Literal("ab")), Node::Literal("a")]), &["cab"], &["ac"]),
        (
            Node::Sequence(&[
                Node::Start,
                Node::at_least(&Node::Class(LOWER), 0),
                Node::End,
                Node::not_behind(&Node::Literal("x")),
            ]),
            &["", "xa"],
            &["ax"],
        ),
        (
            Node::Sequence(&[Node::behind(&Node::repeat(&Node::Class(WORD.or_others()), 2, 3)), Node::Literal("-")]),
            &["éé-", "aaaaa-"],
            &["é-", "-", "+é-"],
        ),
    ];
    for (index, (root, good, bad)) in CASES.into_iter().enumerate() {
        let pattern = Pattern::new("", root);
        for text in good {
            assert!(pattern.is_match(text), "case {index}: {text:?}");
        }
        for text in bad {
            assert!(!pattern.is_match(text), "case {index}: {text:?}");
        }
    }
}

#[test]
fn classes_hold() {
    const LATIN_CLASS: Class = Class::ascii(0).or_ranges(&[(0x80, 0xff)]);
    const CASES: [(Class, &str, &str); 8] = [
        (Class::ascii(1), "\0", "\u{1}é"),
        (WORD, "aZ0_", "-é"),
        (LATIN_CLASS, "éÿ\u{80}", "\u{100}中"),
        (DIGIT.or_categories(Categories::NUMBER), "1²٣", "aé中"),
        (LOWER.or_categories(Categories::LETTER), "aé中", "1²€"),
        (LOWER.or_categories(Categories::OTHER), "aé€", "A"),
        (DIGIT.or_categories(Categories::NUMBER).or_others(), "1é", "²a"),
        (DIGIT.or_ranges(&[(0x2028, 0x2029)]).or_others(), "1é", "\u{2028}a"),
    ];
    for (class, held, missing) in CASES {
        assert!(held.chars().all(|c| class.contains(c)), "{class:?} {held}");
        assert!(!missing.chars().any(|c| class.contains(c)), "{class:?} {missing}");
    }
}

#[test]
fn a_pattern_without_a_tree_lets_all_pass() {
    let pattern = Pattern::unchecked(r"(a)\1");
    assert!(pattern.is_match("b"));
    assert_eq!(pattern.sample(0, 10), None);
    assert_eq!(format!("{pattern:?}"), r"(a)\1");
}

#[test]
fn long_texts_are_decided_soon() {
    const GROUPS: Node = Node::Sequence(&[
        Node::Start,
        Node::at_least(&Node::Choice(&[Node::Literal("ab"), Node::Literal("a-")]), 1),
        Node::End,
    ]);
    const SEARCHED: Node = Node::Sequence(&[Node::at_least(&Node::Class(DIGIT), 1), Node::Literal("z")]);
    let cases = [(LATIN, "é", "中"), (LATIN, "a", "中"), (GROUPS, "ab", "a"), (SEARCHED, "abcd", "9z")];
    for (index, (root, unit, last)) in cases.into_iter().enumerate() {
        let pattern = Pattern::new("", root);
        let text = unit.repeat(131_072 / unit.chars().count());
        let begin = Instant::now();
        let bare = pattern.is_match(&text);
        let elapsed = begin.elapsed();
        let ended = pattern.is_match(&(text + last));
        // A single class is a simple loop. The bound is wide, for unoptimized builds on a busy machine.
        assert!(index > 1 || elapsed < Duration::from_secs(1), "case {index}: {elapsed:?}");
        assert_eq!((bare, ended), (index < 3, index == 3), "case {index}");
    }
}

#[test]
fn repetitions_of_one_node_are_told_apart() {
    static BODY: Node = Node::Choice(&[Node::Literal("ab"), Node::Literal("cd")]);
    const NODES: &[Node] = &[Node::Literal("ab"), Node::Literal("cd")];
    const EITHER: Node = Node::Sequence(&[
        Node::Start,
        Node::Choice(&[Node::repeat(&BODY, 4, 4), Node::repeat(&BODY, 2, 2), Node::Sequence(NODES)]),
        Node::End,
    ]);
    let pattern = Pattern::new("", EITHER);
    for (text, expected) in [("ab", false), ("abab", true), ("abcd", true), ("ababab", false), ("abababcd", true)] {
        assert_eq!(pattern.is_match(text), expected, "{text}");
    }
}

#[test]
fn nothing_explodes() {
    const ROUND: Node = Node::Choice(&[Node::Literal("a"), Node::Literal("aa")]);
    const ROUNDS: Node = Node::Sequence(&[
        Node::Start,
        Node::at_least(&Node::Sequence(&[Node::at_least(&ROUND, 0), Node::optional(&ROUND)]), 0),
        Node::End,
    ]);
    const RUN: Node = Node::at_least(&Node::Class(LOWER), 1);
    const RUNS: Node = Node::Sequence(&[Node::Start, RUN, RUN, RUN, RUN, Node::End]);
    for root in [ROUNDS, RUNS] {
        let pattern = Pattern::new("", root);
        assert!(pattern.is_match(&"a".repeat(400)));
        assert!(!pattern.is_match(&("a".repeat(400) + "-")));
    }
}

#[test]
fn a_hopeless_search_ends_and_passes() {
    const RUN: Node = Node::Sequence(&[Node::at_least(&Node::Class(DIGIT), 1), Node::Literal("z")]);
    const NO_RUN: Node = Node::Sequence(&[
        Node::Start,
        Node::not_ahead(&Node::Sequence(&[Node::at_least(&Node::Class(DIGIT.or_others()), 0), RUN])),
    ]);
    let text = "1".repeat(100_000);
    for (root, short) in [(RUN, false), (NO_RUN, true)] {
        let pattern = Pattern::new("", root);
        assert_eq!(pattern.is_match("111"), short);
        assert!(pattern.is_match(&text));
    }
}

#[test]
fn samples_are_readable() {
    let one = |class: &'static Node| [Node::Start, *class, Node::End];
    static WORDS: Node = Node::at_least(&Node::Class(WORD), 1);
    static UUID: Node = Node::Sequence(&[
        Node::repeat(&Node::Class(HEX), 8, 8),
        Node::repeat(&Node::Sequence(&[Node::Literal("-"), Node::repeat(&Node::Class(HEX), 4, 4)]), 3, 3),
        Node::Literal("-"),
        Node::repeat(&Node::Class(HEX), 12, 12),
    ]);
    static ARN: Node = Node::Sequence(&[
        Node::Literal("arn:"),
        Node::optional(&Node::Sequence(&[Node::Literal("aws"), Node::at_least(&Node::Class(LOWER), 0)])),
        Node::Literal(":iam::"),
        Node::repeat(&Node::Class(DIGIT), 12, 12),
        Node::Literal(":role/"),
        Node::at_least(&Node::Class(WORD), 1),
    ]);
    static LETTERS: Node = Node::repeat(&Node::Class(Class::ascii(0x3ff_ffff << 65)), 2, 6);
    static NOT_ABC: Node = Node::Sequence(&[
        Node::not_ahead(&Node::Sequence(&[Node::Class(LOWER), Node::Class(LOWER)])),
        Node::at_least(&Node::Class(WORD), 2),
    ]);
    let cases = [
        (&WORDS, "AccessKeyId", 16, 128, Some("AccessKeyIdxxxxx")),
        (&WORDS, "AccessKeyId", 1, 6, Some("Access")),
        (&WORDS, "AccessKeyId", 4, 3, None),
        (&UUID, "KeyId", 0, u64::MAX, Some("12345678-1234-1234-1234-123456789012")),
        (&UUID, "KeyId", 1, 35, None),
        (&ARN, "RoleName", 20, 2048, Some("arn:aws:iam::123456789012:role/RoleName")),
        (&LETTERS, "KeyId", 0, 10, Some("KEYID")),
        (&LETTERS, "1", 0, 10, Some("AB")),
        (&NOT_ABC, "word", 0, 10, Some("ABCD")),
    ];
    for (node, seed, min, max, expected) in cases {
        let nodes: &'static [Node] = Box::leak(Box::new(one(node)));
        let pattern = Pattern::new("", Node::Sequence(nodes));
        assert_eq!(pattern.sample_like(seed, min, max).as_deref(), expected, "{node:?} {seed} {min} {max}");
    }
}

#[test]
fn samples_of_nested_groups_come_soon() {
    let mut node = Node::Class(LOWER);
    for _ in 0..60 {
        let round: &'static [Node] = vec![Node::Literal("("), node, Node::optional(&Node::Class(DIGIT))].leak();
        node = Node::at_least(Box::leak(Box::new(Node::Sequence(round))), 1);
    }
    let sample = Pattern::new("", node).sample(0, 200).unwrap();
    assert!(sample.starts_with("((("), "{sample}");
}
