//! The table of endpoint rules.

/// Declares the endpoint rules of a service. Expressions, functions and outcomes are written by
/// their variants' names alone; in `nodes` stand first the root and then condition, yes and no of
/// each node, as [`Rules`](crate::schema::rules::Rules) says.
///
/// ```text
/// endpoint_rules! {
///     parameter "Region", Some(BuiltIn::Region), false, None;
///     condition Some("Partition"), Call(Partition, &[Ref("Region")]);
///     result Endpoint { url: Text("https://iam.{Partition#dnsSuffix}"), properties: &[], headers: &[] };
///     result Error(Text("A region is needed"));
///     nodes 0, [0, -1, -2];
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! endpoint_rules {
    (
        $(parameter $name:literal, $built_in:expr, $required:literal, $default:expr;)*
        $(condition $assign:expr, $value:expr;)*
        $(result $result:expr;)*
        nodes $root:literal $(, $node:expr)*;
    ) => {
        pub(crate) static RULES: $crate::schema::rules::Rules = {
            // Which of these a service uses depends on its rules.
            #[allow(unused_imports)]
            use $crate::schema::rules::{BuiltIn, Condition, Expr::*, Function::*, Outcome::*, Parameter, Rules};
            Rules {
                parameters: &[$(
                    Parameter { name: $name, built_in: $built_in, required: $required, default: $default },
                )*],
                conditions: &[$(Condition { assign: $assign, value: $value },)*],
                results: &[$($result,)*],
                nodes: &[$($node,)*],
                root: $root,
            }
        };
    };
}
