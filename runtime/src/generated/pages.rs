//! Paginated operations.

/// Connects the pagination members with their types, and names the paginator.
///
/// ```text
/// paginated! {
///     operation: ListAccessKeys, paginator: ListAccessKeysPaginator;
///     input_token: marker, page_size: max_items as i32, output_token: (opt marker);
///     items: (req access_key_metadata) as Vec<types::AccessKeyMetadata>, items_paginator: ListAccessKeysPaginatorItems;
/// }
/// ```
///
/// `page_size`, and `items` with its paginator, are absent if the model lacks them. Output token and items are paths in
/// the output. Each step of a path says whether its value may be absent.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the client is the generated crate's own
macro_rules! paginated {
    (
        operation: $operation:ident, paginator: $paginator:ident;
        input_token: $token:ident,
        $(page_size: $size:ident as $size_type:ty,)? output_token: $(($token_need:ident $token_step:ident))+;
        $(items: $(($items_need:ident $items_step:ident))+ as $items_type:ty, items_paginator: $items:ident;)?
    ) => {
        impl $crate::paginate::Paginated for $operation {
            #[inline]
            fn turn(input: &mut Self::Input, output: &Self::Output) -> $crate::paginate::Turn {
                let token = $crate::paginated!(@by_ref output; $(($token_need $token_step))+);
                $crate::paginate::turn(&mut input.$token, token)
            }
        }

        $(impl $crate::paginate::PageSize for $operation {
            type Size = $size_type;

            #[inline]
            fn set_page_size(input: &mut Self::Input, size: $size_type) {
                input.$size = ::std::option::Option::Some(size);
            }
        })?

        $(impl $crate::paginate::Listing for $operation {
            type Items = $items_type;

            #[inline]
            fn items(output: Self::Output) -> $items_type {
                $crate::paginated!(@by_value output; $(($items_need $items_step))+)
            }
        })?

        impl InputBuilder<crate::Client> {
            /// Creates a paginator, which calls the operation until all pages are read.
            #[inline]
            pub fn into_paginator(self) -> paginator::$paginator {
                $crate::paginate::Paginator::new(::std::clone::Clone::clone(self.client.handle()), self.draft.input)
            }
        }

        /// Paginators of the operation.
        pub mod paginator {
            /// The pages of the operation. Created by `into_paginator` of the fluent builder.
            pub type $paginator = $crate::paginate::Paginator<super::$operation>;
            $(
                /// The items of all pages. Created by `items` of the paginator.
                pub type $items = $crate::paginate::Items<super::$operation>;
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
