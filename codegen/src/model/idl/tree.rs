//! The syntax tree of a `.smithy` file, before names are resolved.

use crate::model::number::Number;
use crate::model::version::Version;

/// A word and its byte offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

/// A file.
#[derive(Debug)]
pub(in crate::model) struct File<'a> {
    pub(super) version: Version,
    pub(super) input_suffix: String,
    pub(super) output_suffix: String,
    pub(super) metadata: Vec<(String, Value<'a>)>,
    pub(super) namespace: &'a str,
    pub(super) uses: Vec<Word<'a>>,
    pub(super) shapes: Vec<Shape<'a>>,
    pub(super) applies: Vec<Apply<'a>>,
    /// Names of shapes in the text of a file with syntax errors. Not all of these shapes could be parsed.
    pub(super) mentioned: Vec<&'a str>,
    /// The shapes to which traits are applied that could not be parsed.
    pub(super) lost_applies: Vec<Word<'a>>,
    /// Whether syntax errors hide what the names in the file mean.
    pub(in crate::model) is_opaque: bool,
}

/// A value of a trait, metadata key or property.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    /// An unquoted word: a shape ID to be resolved.
    Id(Word<'a>),
    Array(Vec<Value<'a>>),
    Object(Vec<(String, Value<'a>)>),
}

/// A trait application.
#[derive(Clone, Debug)]
pub(super) struct Trait<'a> {
    pub(super) id: Word<'a>,
    /// The value, or `None` for an annotation such as `@required`.
    pub(super) value: Option<Value<'a>>,
}

/// The traits before a shape or member, including its documentation comment.
#[derive(Clone, Debug, Default)]
pub(super) struct Traits<'a> {
    pub(super) documentation: Option<String>,
    pub(super) list: Vec<Trait<'a>>,
}

/// A definition of a shape.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    /// The type, such as `structure`.
    pub(super) ty: &'a str,
    pub(super) name: Word<'a>,
    pub(super) traits: Traits<'a>,
    pub(super) mixins: Vec<Word<'a>>,
    /// The resource after `for`.
    pub(super) resource: Option<Word<'a>>,
    pub(super) members: Vec<Member<'a>>,
    /// The properties of a service or resource.
    pub(super) properties: Vec<(String, Value<'a>)>,
    pub(super) operation: Operation<'a>,
    /// Whether syntax errors hide a part of the shape.
    pub(super) is_partial: bool,
}

/// A member.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) name: Word<'a>,
    pub(super) target: Target<'a>,
    pub(super) traits: Traits<'a>,
    /// The value after `=`: a default, or the value of an enum member.
    pub(super) value: Option<Value<'a>>,
}

/// The target of a member.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target<'a> {
    Id(Word<'a>),
    /// `$name`: the target comes from the resource or a mixin.
    Elided,
    /// The target of an enum member.
    Unit,
}

/// The parts of an operation.
#[derive(Debug, Default)]
pub(super) struct Operation<'a> {
    pub(super) input: Option<Message<'a>>,
    pub(super) output: Option<Message<'a>>,
    pub(super) errors: Vec<Word<'a>>,
}

/// An input or output of an operation.
#[derive(Debug)]
pub(super) enum Message<'a> {
    Id(Word<'a>),
    /// `:= { … }`. The name of the shape is derived from the operation's.
    Inline(Box<Shape<'a>>),
}

/// An `apply` statement.
#[derive(Debug)]
pub(super) struct Apply<'a> {
    pub(super) target: Word<'a>,
    pub(super) traits: Vec<Trait<'a>>,
}
