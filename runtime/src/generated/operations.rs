//! Operations: what ties the types of one together.

/// Gives an operation's input its setters, and ties input, output and error to the operation's
/// table.
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
/// The name and, where there are any, the traits; then the types, before the input `[streaming]` if a
/// member of it streams, the errors, the builders, and the
/// members of the input. The tables `INPUT` and `OUTPUT` stand beside it.
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

        // What `Modeled` gives every structure, and a sample: people write inputs.
        impl $input {
            /// Checks every constraint of the model and reports all that are broken.
            #[inline]
            pub fn validate(&self) -> ::std::result::Result<(), $crate::validate::Violations> {
                $crate::validate::validate(self)
            }

            /// A sample with every member, for JSON and commented YAML.
            #[inline]
            pub fn skeleton() -> $crate::skeleton::Skeleton {
                $crate::skeleton::Skeleton::new(&INPUT, &crate::docs::DOCS)
            }

            /// The value as JSON with the model's member names, as `--cli-input-json` takes it.
            /// Sensitive members are included.
            #[inline]
            pub fn to_json(&self) -> ::std::string::String {
                $crate::json::to_string(self)
            }

            /// Reads what [`to_json`](Self::to_json) writes, or tells every mistake with its path.
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

        #[doc = concat!("The operation `", stringify!($marker), "`: ties its input, output and errors to its table.")]
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
            /// The call, with a client behind it.
            pub type $fluent = super::InputBuilder<crate::Client>;
            /// The input alone.
            pub type $input_builder = super::InputBuilder;
        }
    };
    // What streams can be neither copied nor compared.
    (@copies $input:ident streaming) => {};
    (@copies $input:ident) => { $crate::structure_copies! { $input, [] } };
    (@traits) => { &[] };
    (@traits $traits:ident) => { $traits };
}

/// What only the feature `blocking` adds. The feature is that of the runtime, so that a crate that
/// is written in these macros need not have one of its own.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "blocking")]
macro_rules! when_blocking {
    ($($item:tt)*) => { $($item)* };
}

/// What only the feature `blocking` adds: nothing.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "blocking"))]
macro_rules! when_blocking {
    ($($item:tt)*) => {};
}

/// Declares the list of all operations, by their modules.
///
/// ```text
/// operations! { create_access_key, update_access_key }
/// ```
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the operations are the generated crate's own
macro_rules! operations {
    ($($module:ident),*) => {
        /// Every operation, for who chooses one by name. A program that names this carries them all.
        pub static OPERATIONS: &[&$crate::service::Operation] = &[$(&crate::operation::$module::OPERATION),*];
    };
}
