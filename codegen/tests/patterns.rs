//! Compares patterns of real models and difficult ones with an ECMA-262 engine.
//!
//! The models are in `TINSMITH_SHARED` or `../shared`; without them, only the list in this file is tested.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;

use regress::Regex;
use tinsmith_codegen::pattern::{self, Tree};
use tinsmith_runtime::schema::{Categories, Class, Node, Pattern};
use tinsmith_tests::peers;

/// Expressions that no available model has, or that are easily misread.
const HARD: &[&str] = &[
    "",
    "^$",
    "a|",
    "^(a|b|[c-e]|fg)*$",
    "^(?:a?){3}b{2,3}?$",
    "(a+)+b$",
    "^(a*)*$",
    "^(a|ab)(c|bcd)(d*)$",
    "^(?:(?:ab)?c){2,}$",
    "^(?=.*[0-9])(?=.*[a-z])[a-z0-9]{3,8}$",
    "^(?!.*--)[a-z-]+(?<!-)$",
    "(?<=ab|c)d",
    "(?<!^)x",
    "(?<=^a{1,2})b",
    "^(?!)$",
    "[^-a]b-[-]",
    r"^[\w.-]+@[\w-]+\.[a-z]{2,}$",
    r"^[\d-x]+$",
    r"^[+--]+$",
    r"^\{[^}]*}$",
    r"^a{,b}]$",
    r"^[\u00e0-\u00ff]{2}$",
    r"^[^\u00e0-\u00ff]+$",
    r"^[\]\\^-]+$",
    r"^\x41\u0042\cI$",
    r"^.{3}$",
    r"^\W\D\S$",
    r"\S\s\S",
    r"^\p{N}+\P{N}$",
    r"^\p{P}\p{S}?[^\p{N}a-z]$",
    r"^[\p{L}\p{Nd}][\p{L}\p{M}-]*$",
    r"^\p{Lu}\p{Ll}+$",
    r"^[\u{1F600}-\u{1F64F}]+$",
    r"^(?<year>\d{4})-(?<month>\d{2})$",
    "^(([a-z]+\\.)*[a-z]+|\\*)$",
    "^(x{2,3}){2}$",
    "^(?:|a){5}$",
    "^((a)|(b))*?c$",
    "^[A-Z]?[a-z]*\\d??$",
];

/// Texts that every pattern is tested with.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "\n",
    "a\n",
    "\ra",
    "\0",
    "\u{7f}",
    "é",
    "ÿ",
    "Ā",
    "中文",
    "😀",
    "a😀b",
    "\u{fffd}",
    "\u{ffff}",
    "\u{d7ff}\u{e000}",
    "\u{2028}",
    "²",
    "٣",
    "Ω",
    "e\u{301}",
    "a b",
    "a-b",
    "--",
    "-",
    ".",
    "..",
    "/",
    "//",
    "/a/b/",
    "$LATEST",
    "*",
    "$",
    "^",
    "[]",
    "{}",
    "\\",
    "0",
    "00",
    "007",
    "1.5",
    "-90.00",
    "255.255.255.255",
    "256.1.1.1",
    "::1",
    "fe80::1%eth0",
    "2001:db8::ff00:42:8329",
    "1:2:3:4:5:6:7:8",
    "arn:aws:iam::123456789012:root",
    "arn:aws:iam::123456789012:role/Admin",
    "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f:$LATEST.PUBLISHED",
    "arn:aws:lambda:eusc-de-east-1:123456789012:layer:x:1",
    "s3://bucket/key",
    "http://a.b",
    "https://example.com",
    "kafka://b",
    "system.x",
    "us-east-1",
    "us-iso-east-1",
    "a@b.cd",
    "AKIAIOSFODNN7EXAMPLE",
    "ab",
    "aab",
    "abcd",
    "aaaaaaaaaaaaaaaaaaaaaaaa!",
    "A\u{42}\t",
    "aé-",
    "UPPER_lower 123",
    "12345678-1234-1234-1234-123456789012",
];

/// Patterns of models that the other engine does not support, and why.
const UNREADABLE: &[(&str, &str)] = &[(r"^\p{Print}+$", "a POSIX name of Java's")];

/// Patterns for which the other engine needs exponential time. They are tested with short texts.
const EXPLOSIVE: &[&str] = &["(a+)+b$", "^(a*)*$", "^(([a-z]+\\.)*[a-z]+|\\*)$"];
/// The maximum length of a short text, in bytes.
const SHORT: usize = 12;

/// Patterns that have no sample, with the reason.
const WITHOUT_SAMPLE: &[(&str, &str)] = &[
    ("^(?!)$", "nothing matches it"),
    ("(?<=ab|c)d", "samples do not write what must precede the match"),
    ("(?<!^)x", "samples do not write what must precede the match"),
    ("(?<=^a{1,2})b", "samples do not write what must precede the match"),
];

/// Collects the patterns of a model, with the bounds of the `length` trait next to each.
fn collect(value: &serde_json::Value, found: &mut BTreeSet<(String, u64, u64)>) {
    if let Some(pattern) = value.get("smithy.api#pattern").and_then(|pattern| pattern.as_str()) {
        let length = value.get("smithy.api#length");
        let bound = |name| length.and_then(|length| length.get(name)).and_then(serde_json::Value::as_u64);
        found.insert((pattern.to_owned(), bound("min").unwrap_or(0), bound("max").unwrap_or(u64::MAX)));
    }
    match value {
        serde_json::Value::Object(object) => object.values().for_each(|value| collect(value, found)),
        serde_json::Value::Array(array) => array.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}

fn model_patterns() -> Option<BTreeSet<(String, u64, u64)>> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(peers::shared("models")?).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        collect(&serde_json::from_str(&text).unwrap(), &mut found);
    }
    Some(found)
}

/// Converts the generator's tree to the runtime's. It is leaked.
fn node(tree: &Tree) -> Node {
    let leak = |tree: &Tree| -> &'static Node { Box::leak(Box::new(node(tree))) };
    let leak_all = |trees: &[Tree]| -> &'static [Node] { trees.iter().map(node).collect::<Vec<_>>().leak() };
    match tree {
        Tree::Literal(text) => Node::Literal(text.clone().leak()),
        Tree::Class(class) => {
            let held = class.categories;
            let bits =
                [(held.letter, Categories::LETTER), (held.number, Categories::NUMBER), (held.other, Categories::OTHER)];
            let categories =
                bits.iter().filter(|(held, _)| *held).fold(Categories::NONE, |all, (_, one)| all.and(*one));
            Node::Class(Class {
                ascii: class.ascii,
                ranges: class.ranges.clone().leak(),
                categories,
                negated: class.negated,
            })
        }
        Tree::Sequence(trees) => Node::Sequence(leak_all(trees)),
        Tree::Choice(trees) => Node::Choice(leak_all(trees)),
        Tree::Repeat { tree, min, max } => Node::Repeat { node: leak(tree), min: *min, max: *max },
        Tree::Start => Node::Start,
        Tree::End => Node::End,
        Tree::Ahead { tree, negated } => Node::Ahead { node: leak(tree), negated: *negated },
        Tree::Behind { tree, negated } => Node::Behind { node: leak(tree), negated: *negated },
    }
}

fn table(expression: &str) -> Pattern {
    let tree = pattern::parse(expression).unwrap_or_else(|why| panic!("{expression}: {why}"));
    Pattern::new(expression.to_owned().leak(), node(&tree))
}

/// Pseudo-random numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// Texts to test a pattern with: samples, modified samples, texts of boundary lengths, hostile texts.
fn texts(pattern: &Pattern) -> BTreeSet<String> {
    let mut texts: BTreeSet<String> = HOSTILE.iter().map(ToString::to_string).collect();
    for (seed, min, max) in [("example", 0, u64::MAX), ("", 0, u64::MAX), ("", 0, 1), ("A-1", 2, 40), ("Name", 30, 60)]
    {
        texts.extend(pattern.sample_like(seed, min, max));
    }
    for length in [1, 2, 3, 7, 8, 12, 16, 17, 32, 63, 64, 65, 127, 128, 129] {
        texts.extend(pattern.sample_like("", length, length));
        texts.extend(["a", "0", "-"].map(|unit| unit.repeat(length as usize)));
    }
    let alphabet: Vec<char> = "aZ09-_.:/ =+,@$*%{}[]()\n\r\té²中😀fsx\u{7f}".chars().collect();
    let mut numbers = Numbers(pattern.source().len() as u64);
    let bases: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
    for round in 0..300 {
        let mut text = bases[numbers.below(bases.len())].clone();
        for _ in 0..=round % 3 {
            let (at, c) = (numbers.below(text.len() + 1), alphabet[numbers.below(alphabet.len())]);
            match numbers.below(4) {
                0 => text.insert(at, c),
                1 if at < text.len() => text[at] = c,
                2 if at < text.len() => drop(text.remove(at)),
                _ => text.extend(text.clone().into_iter().take(at)),
            }
        }
        texts.insert(text.into_iter().take(200).collect());
    }
    texts
}

/// The reason why the two may differ for a text.
fn excused(expression: &str, text: &str) -> bool {
    // `\s` is ASCII here, but not in ECMA-262.
    let spaces = expression.contains(r"\s") || expression.contains(r"\S");
    // Outside ASCII, only letters and numbers are distinguished, and letters are defined more broadly.
    let categories = expression.contains(r"\p") || expression.contains(r"\P");
    spaces && text.chars().any(|c| !c.is_ascii() && (c.is_whitespace() || c == '\u{feff}'))
        || categories && !text.is_ascii()
}

#[test]
fn patterns_match_as_an_ecma_engine_does() {
    let mut expressions: BTreeSet<String> = HARD.iter().map(ToString::to_string).collect();
    match model_patterns() {
        Some(found) => expressions.extend(found.into_iter().map(|(expression, ..)| expression)),
        None => println!("no models beside the workspace: only the written list is judged"),
    }
    let (mut compared, mut matching, mut differing) = (0, 0, Vec::new());
    for expression in &expressions {
        let pattern = table(expression);
        let unicode = [r"\p", r"\P", r"\u{", r"\uD8"].iter().any(|mark| expression.contains(mark));
        let judge = match Regex::with_flags(expression, if unicode { "u" } else { "" }) {
            Ok(judge) => judge,
            Err(_) if UNREADABLE.iter().any(|(known, _)| known == expression) => continue,
            Err(error) => panic!("{expression}: {error}"),
        };
        let longest = if EXPLOSIVE.contains(&expression.as_str()) { SHORT } else { usize::MAX };
        for text in texts(&pattern).iter().filter(|text| text.len() <= longest && !excused(expression, text)) {
            let expected = judge.find(text).is_some();
            compared += 1;
            matching += usize::from(expected);
            if pattern.is_match(text) != expected {
                differing.push(format!("{expression} on {text:?}: should be {expected}"));
            }
        }
    }
    println!("{} patterns, {compared} texts, {matching} of them matching", expressions.len());
    assert!(matching * 20 > compared, "too few texts match for the comparison to say much");
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing.join("\n"));
}

/// Syntax that an ECMA-262 engine may reject and we accept: escapes, quantifiers after anchors and lookbehinds,
/// possessive quantifiers, atomic groups, inline flags, and intersections of classes.
const ELSEWHERE: &[&str] = &[
    r"\p", r"\P", r"\u", r"\0", r"\x", r"\b", r"\B", "^*", "^+", "^?", "^{", "$*", "$+", "$?", "${", "++", "*+", "?+",
    "}+", "(?>", "(?a", "(?b", "(?-", "(?<=", "(?<!", "&&",
];

#[test]
fn what_is_malformed_is_so_to_an_ecma_engine_too() {
    let mut numbers = Numbers(1);
    let alphabet: Vec<char> = "(){}[]?*+|^$\\-:<>=!,.a1b&".chars().collect();
    let (mut malformed, mut well_formed, mut differing) = (0, 0, Vec::new());
    for round in 0..20_000 {
        let mut text: Vec<char> = HARD[round % HARD.len()].chars().collect();
        for _ in 0..=round % 3 {
            let (at, c) = (numbers.below(text.len() + 1), alphabet[numbers.below(alphabet.len())]);
            match numbers.below(2) {
                0 if at < text.len() => drop(text.remove(at)),
                _ => text.insert(at, c),
            }
        }
        let expression: String = text.into_iter().collect();
        // Some models assume the flag `u`, others do not.
        let engine = Regex::with_flags(&expression, "u").or_else(|_| Regex::new(&expression));
        let ours = pattern::parse(&expression).err().filter(|why| why.is_malformed);
        let count = if engine.is_err() { &mut malformed } else { &mut well_formed };
        *count += 1;
        // Escapes whose meaning depends on a flag of the engine are left to the service here, and syntax of other
        // dialects is read as they do.
        let excused = ours.is_none() && ELSEWHERE.iter().any(|it| expression.contains(it));
        if engine.is_err() != ours.is_some() && !excused {
            differing.push(format!("{expression}: {:?}, here {ours:?}", engine.err()));
        }
    }
    println!("{malformed} malformed expressions, {well_formed} others");
    assert!(malformed > 1_000 && well_formed > 1_000);
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing.join("\n"));
}

#[test]
fn patterns_have_samples() {
    let mut found: BTreeSet<(String, u64, u64)> = HARD.iter().map(|hard| (hard.to_string(), 0, u64::MAX)).collect();
    found.extend(model_patterns().unwrap_or_default());
    let mut without = Vec::new();
    for (expression, min, max) in &found {
        let sample = table(expression).sample_like("MemberName", *min, *max);
        println!("{sample:?}  {expression} {min}..{max}");
        if sample.is_none() && !WITHOUT_SAMPLE.iter().any(|(known, _)| known == expression) {
            without.push(format!("{expression} {min}..{max}"));
        }
    }
    println!("{} of {} patterns have a sample", found.len() - without.len(), found.len());
    assert!(without.is_empty(), "without a sample:\n{}", without.join("\n"));
}
