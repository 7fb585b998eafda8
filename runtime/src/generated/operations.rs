//! Operations: connects the types of each one.

/// Adds the setters of an operation's input, and connects input, output and error with the operation's table.
///
/// ```text
/// operation! {
///     "UpdateAccessKey";
///     UpdateAccessKey, UpdateAccessKeyInput => UpdateAccessKeyOutput;
///     fails with InvalidInputException, NoSuchEntityException;
///     UpdateAccessKeyFluentBuilder, UpdateAccessKeyInputBuilder, UpdateAccessKeyOutputBuilder;
///     (opt user_name set_user_name str),
/// }
/// ```
///
/// The arguments are the name and optional traits; then the types, with `[streaming]` before the input if one of its
/// members streams, the errors, the builders, and the members of the input. The tables `INPUT` and `OUTPUT` are in the
/// same module.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the client is the generated crate's own
macro_rules! operation {
    (
        $operation:literal $(, $traits:ident)?;
        $marker:ident, $([$streaming:ident])? $input:ident => $output:ident;
        fails with $($error:ident),*;
        $fluent:ident, $input_builder:ident, $output_builder:ident;
        $(($need:ident $([$default:expr])? $field:ident $setter:ident $kind:ident $($types:tt)*),)*
    ) => {
        $crate::structure_visitor! { $input, INPUT, []; []; $(($need $([$default])? $field $setter $kind $($types)*),)* }
        $crate::operation!(@copies $input $($streaming)?);
        $crate::structure_getters! { $input, InputBuilder; $(($need $([$default])? $field $setter $kind $($types)*),)* }

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
            $($crate::setter! { (self, self.draft.input.$field, $need $([$default])?); $kind $field $setter $($types)* })*
        }

        type InputBuilder<C = ()> = crate::operation::InputBuilder<$input, C>;

        impl $crate::client::Input for $input {
            type Operation = $marker;
        }

        #[doc = concat!("The operation `", stringify!($marker), "`. Connects its input, output and errors with its table.")]
        pub struct $marker;

        /// The operation's table.
        pub static OPERATION: $crate::service::Operation = $crate::service::Operation {
            name: $operation,
            service: &crate::schema::SERVICE,
            input: &INPUT,
            output: &OUTPUT,
            errors: &[$(crate::types::error::$error::TABLE),*],
            traits: $crate::operation!(@traits $($traits)?),
        };

        impl $crate::client::Call for $marker {
            const OPERATION: &'static $crate::service::Operation = &OPERATION;
            type Input = $input;
            type Output = $output;
            type Error = crate::error::OperationError<$marker>;
        }

        /// Builders of the operation's input and output.
        pub mod builders {
            pub use super::$output_builder;
            /// The fluent call.
            pub type $fluent = super::InputBuilder<crate::Client>;
            /// The builder of the input without a client.
            pub type $input_builder = super::InputBuilder;
        }
    };
    // Streams can be neither copied nor compared.
    (@copies $input:ident streaming) => {};
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
/// operations! { create_access_key, update_access_key }
/// ```
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the operations are the generated crate's own
macro_rules! operations {
    ($($module:ident),*) => {
        /// All operations, for programs that select one by name. Using this links all of them.
        pub static OPERATIONS: &[&$crate::service::Operation] = &[$(&crate::operation::$module::OPERATION),*];
    };
}
