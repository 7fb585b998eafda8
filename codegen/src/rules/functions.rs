//! The functions of rules and the types of their values.
//! <https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html>,
//! <https://smithy.io/2.0/aws/rules-engine/library-functions.html>

/// The type of a value, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Type {
    /// not known, or any
    Any,
    /// `true` or `false`
    Bool,
    /// a number
    Integer,
    /// a text
    Text,
    /// an array of texts
    Texts,
    /// an object with these fields
    Record(&'static [(&'static str, Type)]),
}

/// A function.
#[derive(Debug)]
pub(super) struct Function {
    /// Its name in rules.
    pub(super) id: &'static str,
    /// Its variant in the runtime.
    pub(super) variant: &'static str,
    /// The types of its arguments. The last one may be repeated if `repeats`.
    pub(super) takes: &'static [Type],
    pub(super) repeats: bool,
    /// The type of its value.
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

/// All of them but `getAttr`, whose type depends on its path.
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
    /// Whether a value of this type may stand where the other is wanted.
    pub(super) fn fits(self, wanted: Type) -> bool {
        self == wanted || self == Any || wanted == Any
    }

    /// What messages call it.
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

    /// The type of the part that a path names.
    pub(super) fn at(self, path: &str) -> Result<Type, String> {
        path.split('.').try_fold(self, |ty, step| {
            let wrong = || format!("the path {path} is not one of names and indexes");
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
