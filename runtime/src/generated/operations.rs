//! Operations: connects the types of each one.

/// Adds the setters of an operation's input, and connects input, output and error with the operation's table.
///
/// ```text
/// operation! {
///     operation: UpdateAccessKey, name: "UpdateAccessKey";
///     input: UpdateAccessKeyInput, output: UpdateAccessKeyOutput, error: UpdateAccessKeyError;
///     errors: InvalidInputException, NoSuchEntityException;
///     fluent_builder: UpdateAccessKeyFluentBuilder, input_builder: UpdateAccessKeyInputBuilder,
///     output_builder: UpdateAccessKeyOutputBuilder;
///     members:
///     (opt user_name set_user_name "Name of the user who owns the key." str),
/// }
/// ```
///
/// `name` is the model's, `errors` are those that the operation declares, and the members are those of the input, as in
/// [`structure!`](crate::structure). `traits: TRAITS`, a constant of the same module, and `streaming: input`, if a member
/// of the input streams, may follow the name. The tables `INPUT` and `OUTPUT` are in the same module.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the client is the generated crate's own
macro_rules! operation {
    (
        operation: $operation:ident, name: $name:literal $(, traits: $traits:ident)? $(, streaming: $streaming:ident)?;
        input: $input:ident, output: $output:ident, error: $error:ident;
        errors: $($modeled:ident),*;
        fluent_builder: $fluent:ident, input_builder: $input_builder:ident, output_builder: $output_builder:ident;
        $(indices: $($index:literal),*;)? members: $(($need:ident $([$default:expr])? $field:ident $setter:ident $($rest:tt)*),)*
    ) => {
        $crate::structure_visitor! {
            $input, INPUT, []; [] $([$($index),*])?; $(($need $([$default])? $field $setter $($rest)*),)*
        }
        $crate::operation!(@copies $input $($streaming)?);
        $crate::structure_getters! {
            $input, builders::$input_builder; $(($need $([$default])? $field $setter $($rest)*),)*
        }

        // The methods of `Modeled`, and a skeleton, because people write inputs.
        impl $input {
            /// Checks all constraints of the model, and fails with those that are broken.
            #[inline]
            pub fn validate(&self) -> ::std::result::Result<(), $crate::validate::Violations> {
                $crate::validate::validate(self)
            }

            /// A sample with all members, as JSON or commented YAML.
            #[inline]
            pub fn skeleton() -> $crate::skeleton::Skeleton {
                $crate::skeleton::Skeleton::new(&INPUT, &crate::docs::DOCS)
            }

            /// Converts the value to JSON with the model's member names, as `--cli-input-json` reads it. Sensitive
            /// members are included.
            #[inline]
            pub fn to_json(&self) -> ::std::string::String {
                $crate::json::to_string(self)
            }

            /// Parses the JSON that [`to_json`](Self::to_json) writes. Fails with all mistakes and their paths.
            #[inline]
            pub fn from_json(text: &str) -> ::std::result::Result<Self, $crate::json::JsonErrors> {
                $crate::json::parse(text)
            }
        }

        impl<C> InputBuilder<C> {
            $($crate::setter! { (self, self.draft.input.$field, $need $([$default])?) $field $setter $($rest)* })*
        }

        type InputBuilder<C = ()> = crate::operation::InputBuilder<$input, C>;

        #[doc(hidden)]
        impl $crate::client::Input for $input {
            type Operation = $operation;
        }

        // Connects the operation's input, output and error with its table.
        #[doc(hidden)]
        pub struct $operation;

        // The operation's table.
        #[doc(hidden)]
        pub static OPERATION: $crate::service::Operation = $crate::service::Operation {
            name: $name,
            service: &crate::schema::SERVICE,
            input: &INPUT,
            output: &OUTPUT,
            errors: &[$(crate::types::error::$modeled::TABLE),*],
            traits: $crate::operation!(@traits $($traits)?),
        };

        impl $crate::client::Call for $operation {
            const OPERATION: &'static $crate::service::Operation = &OPERATION;
            type Input = $input;
            type Output = $output;
            type Error = $error;
        }

        impl $crate::error::Declares for $operation {
            const ERRORS: ::std::option::Option<&'static [&'static str]> =
                ::std::option::Option::Some(&[$(stringify!($modeled)),*]);
        }

        /// Builders of the operation's input and output.
        pub mod builders {
            #[doc(inline)]
            pub use super::$output_builder;
            #[doc = concat!(
                "A call of `", $name, "`.\n\n`send` returns [`", stringify!($output), "`](super::", stringify!($output),
                "), or an [`SdkError`](crate::error::SdkError) that holds [`", stringify!($error), "`](super::",
                stringify!($error), ").",
            )]
            pub type $fluent = super::InputBuilder<crate::Client>;
            /// Builder of the operation's input, without a client.
            pub type $input_builder = super::InputBuilder;
        }
    };
    // Streams can be neither copied nor compared.
    (@copies $input:ident input) => {};
    (@copies $input:ident) => { $crate::structure_copies! { $input, [] } };
    (@traits) => { &[] };
    (@traits $traits:ident) => { $traits };
}

/// Items that need the feature `blocking`. The feature is the runtime's, so generated crates need not declare one.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "blocking")]
macro_rules! when_blocking {
    ($($item:tt)*) => { $($item)* };
}

/// Without the feature `blocking`, drops the items.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "blocking"))]
macro_rules! when_blocking {
    ($($item:tt)*) => {};
}

/// Declares the list of all operations, given their modules.
///
/// ```text
/// operations! { modules: create_access_key, update_access_key }
/// ```
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the operations are the generated crate's own
macro_rules! operations {
    (modules: $($module:ident),*) => {
        /// All operations, for programs that select one by name. Using this links all of them.
        pub static OPERATIONS: &[&$crate::service::Operation] = &[$(&crate::operation::$module::OPERATION),*];
    };
}
