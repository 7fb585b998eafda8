//! The functions of endpoint rules, and the types of values.
//! <https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html>,
//! <https://smithy.io/2.0/aws/rules-engine/library-functions.html>

/// The type of a value, if known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Type {
    /// unknown or any type
    Any,
    /// `true` or `false`
    Bool,
    /// an integer
    Integer,
    /// a string
    Text,
    /// an array of strings
    Texts,
    /// an object with these fields
    Record(&'static [(&'static str, Type)]),
}

/// A function.
#[derive(Debug)]
pub(super) struct Function {
    /// The name in rules.
    pub(super) id: &'static str,
    /// The variant of the runtime's `Function`.
    pub(super) variant: &'static str,
    /// The types of the arguments. If `repeats`, the last one may be repeated.
    pub(super) takes: &'static [Type],
    pub(super) repeats: bool,
    /// The type of the result.
    pub(super) gives: Type,
}

const fn function(id: &'static str, variant: &'static str, takes: &'static [Type], gives: Type) -> Function {
    Function { id, variant, takes, repeats: false, gives }
}

use Type::{Any, Bool, Integer, Record, Text, Texts};

const URL: Type =
    Record(&[("scheme", Text), ("authority", Text), ("path", Text), ("normalizedPath", Text), ("isIp", Bool)]);
const ARN: Type =
    Record(&[("partition", Text), ("service", Text), ("region", Text), ("accountId", Text), ("resourceId", Texts)]);
const PARTITION: Type = Record(&[
    ("name", Text),
    ("dnsSuffix", Text),
    ("dualStackDnsSuffix", Text),
    ("supportsFIPS", Bool),
    ("supportsDualStack", Bool),
    ("implicitGlobalRegion", Text),
]);

/// All functions except `getAttr`, whose type depends on its path.
pub(super) const FUNCTIONS: &[Function] = &[
    function("isSet", "IsSet", &[Any], Bool),
    function("not", "Not", &[Bool], Bool),
    function("booleanEquals", "BooleanEquals", &[Bool, Bool], Bool),
    function("stringEquals", "StringEquals", &[Text, Text], Bool),
    function("parseURL", "ParseUrl", &[Text], URL),
    function("isValidHostLabel", "IsValidHostLabel", &[Text, Bool], Bool),
    function("uriEncode", "UriEncode", &[Text], Text),
    function("substring", "Substring", &[Text, Integer, Integer, Bool], Text),
    function("split", "Split", &[Text, Text, Integer], Texts),
    Function { id: "coalesce", variant: "Coalesce", takes: &[Any], repeats: true, gives: Any },
    function("ite", "Ite", &[Bool, Any, Any], Any),
    function("aws.partition", "Partition", &[Text], PARTITION),
    function("aws.parseArn", "ParseArn", &[Text], ARN),
    function("aws.isVirtualHostableS3Bucket", "IsVirtualHostableS3Bucket", &[Text, Bool], Bool),
];

impl Type {
    /// Whether a value of this type can be used where `wanted` is expected.
    pub(super) fn fits(self, wanted: Type) -> bool {
        self == wanted || self == Any || wanted == Any
    }

    /// The name of the type in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Any => "a value",
            Bool => "a boolean",
            Integer => "a number",
            Text => "a string",
            Texts => "an array of strings",
            Record(_) => "an object",
        }
    }

    /// The type of the part that a path selects.
    pub(super) fn at(self, path: &str) -> Result<Type, String> {
        path.split('.').try_fold(self, |ty, step| {
            let wrong = || format!("invalid path {path}; expected names and indexes");
            let (name, index) = match step.split_once('[') {
                Some((name, index)) => (name, Some(index.strip_suffix(']').ok_or_else(wrong)?)),
                None => (step, None),
            };
            let ty = match ty {
                Record(fields) if !name.is_empty() => match fields.iter().find(|(known, _)| *known == name) {
                    Some((_, ty)) => *ty,
                    None => return Err(format!("the value has no part {name}")),
                },
                Any => Any,
                ty if name.is_empty() && index.is_some() => ty,
                ty => return Err(format!("{} has no part {step:?}", ty.name())),
            };
            let Some(index) = index else { return Ok(ty) };
            index.parse::<i32>().map_err(|_| wrong())?;
            match ty {
                Texts => Ok(Text),
                Any => Ok(Any),
                ty => Err(format!("{} has no index", ty.name())),
            }
        })
    }
}
