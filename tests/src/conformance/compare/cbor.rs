//! CBOR documents as trees, for comparison.

use std::collections::BTreeMap;

use minicbor::data::Token;
use minicbor::decode::Tokenizer;

/// A value. Definite and indefinite lengths and the size of numbers make no difference.
#[derive(Debug, PartialEq)]
enum Node {
    Null,
    Bool(bool),
    Integer(i128),
    /// The bits of a double, so that NaN equals itself.
    Float(u64),
    Text(String),
    Bytes(Vec<u8>),
    Array(Vec<Node>),
    Map(BTreeMap<String, Node>),
    /// A timestamp, in milliseconds.
    Time(i128),
    Break,
}

/// Whether both are equivalent.
pub(super) fn compare(expected: &[u8], actual: &[u8]) -> Result<(), String> {
    let (expected, actual) = (read(expected)?, read(actual)?);
    if expected == actual { Ok(()) } else { Err(format!("the body is\n    {actual:?}\n  and not\n    {expected:?}")) }
}

fn read(bytes: &[u8]) -> Result<Option<Node>, String> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let mut tokens = Tokenizer::new(bytes);
    let node = value(&mut tokens)?;
    match tokens.next() {
        None => Ok(Some(node)),
        Some(_) => Err(format!("something follows {node:?}")),
    }
}

fn value(tokens: &mut Tokenizer<'_, '_>) -> Result<Node, String> {
    let token = tokens.next().ok_or("the body ends early")?.map_err(|error| error.to_string())?;
    Ok(match token {
        Token::Null | Token::Undefined => Node::Null,
        Token::Bool(it) => Node::Bool(it),
        Token::U8(it) => Node::Integer(it.into()),
        Token::U16(it) => Node::Integer(it.into()),
        Token::U32(it) => Node::Integer(it.into()),
        Token::U64(it) => Node::Integer(it.into()),
        Token::I8(it) => Node::Integer(it.into()),
        Token::I16(it) => Node::Integer(it.into()),
        Token::I32(it) => Node::Integer(it.into()),
        Token::I64(it) => Node::Integer(it.into()),
        Token::Int(it) => Node::Integer(it.into()),
        Token::F32(it) => float(it.into()),
        Token::F64(it) => float(it),
        Token::String(it) => Node::Text(it.to_owned()),
        Token::Bytes(it) => Node::Bytes(it.to_owned()),
        Token::Array(count) => Node::Array((0..count).map(|_| value(tokens)).collect::<Result<_, _>>()?),
        Token::BeginArray => Node::Array(until_break(tokens)?),
        Token::Map(count) => map((0..count * 2).map(|_| value(tokens)).collect::<Result<_, _>>()?)?,
        Token::BeginMap => map(until_break(tokens)?)?,
        Token::Tag(tag) if tag.as_u64() == 1 => match value(tokens)? {
            Node::Integer(it) => Node::Time(it * 1000),
            Node::Float(it) => Node::Time((f64::from_bits(it) * 1000.0).round() as i128),
            other => return Err(format!("{other:?} is not a time")),
        },
        Token::Break => Node::Break,
        other => return Err(format!("{other} is in no request of the cases")),
    })
}

fn float(number: f64) -> Node {
    Node::Float(if number.is_nan() { f64::NAN.to_bits() } else { number.to_bits() })
}

fn until_break(tokens: &mut Tokenizer<'_, '_>) -> Result<Vec<Node>, String> {
    let mut nodes = Vec::new();
    loop {
        match value(tokens)? {
            Node::Break => return Ok(nodes),
            node => nodes.push(node),
        }
    }
}

fn map(nodes: Vec<Node>) -> Result<Node, String> {
    let mut entries = BTreeMap::new();
    let mut nodes = nodes.into_iter();
    while let Some(key) = nodes.next() {
        match (key, nodes.next()) {
            (Node::Text(key), Some(value)) => entries.insert(key, value),
            (key, value) => return Err(format!("{key:?} with {value:?} is not an entry of a map")),
        };
    }
    Ok(Node::Map(entries))
}
