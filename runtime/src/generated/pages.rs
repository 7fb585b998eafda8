//! Paginated operations.

/// Connects the pagination members with their types, and names the paginator.
///
/// ```text
/// paginated! {
///     ListAccessKeys, ListAccessKeysPaginator;
///     marker = (opt marker) size max_items i32;
///     items ListAccessKeysPaginatorItems Vec<types::AccessKeyMetadata> = (req access_key_metadata);
/// }
/// ```
///
/// The arguments are the operation's types, the input's token and its path in the output and, if the model has them,
/// the page size, and the items with their path. Each step of a path says whether its value may be absent.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the client is the generated crate's own
macro_rules! paginated {
    (
        $marker:ident, $paginator:ident;
        $token:ident = $(($token_need:ident $token_step:ident))+ $(size $size:ident $size_type:ty)?;
        $(items $items:ident $items_type:ty = $(($items_need:ident $items_step:ident))+;)?
    ) => {
        impl $crate::paginate::Paginated for $marker {
            #[inline]
            fn turn(input: &mut Self::Input, output: &Self::Output) -> $crate::paginate::Turn {
                let token = $crate::paginated!(@by_ref output; $(($token_need $token_step))+);
                $crate::paginate::turn(&mut input.$token, token)
            }
        }

        $(impl $crate::paginate::PageSize for $marker {
            type Size = $size_type;

            #[inline]
            fn set_page_size(input: &mut Self::Input, size: $size_type) {
                input.$size = ::std::option::Option::Some(size);
            }
        })?

        $(impl $crate::paginate::Listing for $marker {
            type Items = $items_type;

            #[inline]
            fn items(output: Self::Output) -> $items_type {
                $crate::paginated!(@by_value output; $(($items_need $items_step))+)
            }
        })?

        /// Paginators of the operation.
        pub mod paginator {
            /// Returns the pages.
            pub type $paginator = $crate::paginate::Paginator<super::$marker>;
            $(
                /// Returns the items of the pages.
                pub type $items = $crate::paginate::Items<super::$marker>;
            )?
        }
    };
    // Most paths have one step.
    (@by_ref $value:expr; (opt $field:ident)) => { $value.$field.as_ref() };
    (@by_ref $value:expr; (req $field:ident)) => { ::std::option::Option::Some(&$value.$field) };
    (@by_ref $value:expr; $($steps:tt)+) => {
        $crate::paginated!(@then_ref ::std::option::Option::Some($value); $($steps)+)
    };
    (@then_ref $value:expr;) => { $value };
    (@then_ref $value:expr; (opt $field:ident) $($step:tt)*) => {
        $crate::paginated!(@then_ref $value.and_then(|it| it.$field.as_ref()); $($step)*)
    };
    (@then_ref $value:expr; (req $field:ident) $($step:tt)*) => {
        $crate::paginated!(@then_ref $value.map(|it| &it.$field); $($step)*)
    };
    (@by_value $value:expr; (opt $field:ident)) => { $value.$field.unwrap_or_default() };
    (@by_value $value:expr; (req $field:ident)) => { $value.$field };
    (@by_value $value:expr; $($steps:tt)+) => {
        $crate::paginated!(@then ::std::option::Option::Some($value); $($steps)+).unwrap_or_default()
    };
    (@then $value:expr;) => { $value };
    (@then $value:expr; (opt $field:ident) $($step:tt)*) => {
        $crate::paginated!(@then $value.and_then(|it| it.$field); $($step)*)
    };
    (@then $value:expr; (req $field:ident) $($step:tt)*) => {
        $crate::paginated!(@then $value.map(|it| it.$field); $($step)*)
    };
}
