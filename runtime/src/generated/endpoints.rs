//! The table of endpoint rules.

/// Declares the endpoint rules of a service. Expressions, functions and results are written as names of their variants.
/// `Signed` is an endpoint with only the region of its SigV4 signature as property, and an error may be a plain text.
/// A parameter may also have a built-in and a default. Each node has its condition, yes and no, as in
/// [`Rules`](crate::schema::rules::Rules).
///
/// ```text
/// endpoint_rules! {
///     parameter: "Region", required: false, built_in: Region;
///     condition: Call(Partition, &[Ref("Region")]), assign: "Partition";
///     result: Endpoint(Text("https://iam.{Partition#dnsSuffix}"), &[], &[]);
///     result: Signed(Text("https://iam.amazonaws.com"), Text("us-east-1"));
///     result: Error("A region is needed");
///     root: 0;
///     nodes: [0, -1, -2];
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! endpoint_rules {
    (
        $(
            parameter: $name:literal, required: $required:literal
            $(, built_in: $built_in:ident)? $(, default: $default:expr)?;
        )*
        $(
            condition: $value:expr $(, assign: $assign:literal)?;
        )*
        $(result: $result:ident $(($($details:tt)*))?;)*
        root: $root:literal;
        nodes: $($node:expr),*;
    ) => {
        pub(crate) static RULES: $crate::schema::rules::Rules = {
            // Which of these are used depends on the rules.
            #[allow(unused_imports)]
            use $crate::schema::rules::{BuiltIn, Condition, Expr::*, Function::*, Outcome::*, Parameter, Rules};
            Rules {
                parameters: &[$(
                    Parameter {
                        name: $name,
                        built_in: $crate::endpoint_rules!(@option $(BuiltIn::$built_in)?),
                        required: $required,
                        default: $crate::endpoint_rules!(@option $($default)?),
                    },
                )*],
                conditions: &[$(
                    Condition { assign: $crate::endpoint_rules!(@option $($assign)?), value: $value },
                )*],
                results: &[$($crate::endpoint_rules!(@result $result $(($($details)*))?),)*],
                nodes: &[$($node,)*],
                root: $root,
            }
        };
    };
    (@result Signed($url:expr, $region:expr)) => {
        Endpoint($url, &[("authSchemes", List(&[Record(&[("name", Text("sigv4")), ("signingRegion", $region)])]))], &[])
    };
    (@result Error($text:literal)) => { Error(Text($text)) };
    (@result $result:ident $(($($details:tt)*))?) => { $result $(($($details)*))? };
    (@option) => { ::std::option::Option::None };
    (@option $value:expr) => { ::std::option::Option::Some($value) };
}
