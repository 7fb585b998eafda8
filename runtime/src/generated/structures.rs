//! Structures: visitor pair, copies, comparison, `Debug`, and the constructor of the builder.

/// Implements the methods and traits of a structure type, and declares its builder.
///
/// ```text
/// structure! {
///     type: Tag, builder: TagBuilder, build: checked, schema: TAG;
///     members:
///     (req key set_key "The key." str),
///     (opt values set_values "The values." list Value),
///     (def[1] weight set_weight "The weight." copy i32),
/// }
/// ```
///
/// `build` says how the builder ends (see [`structure_builder!`](crate::structure_builder)), and `schema` is the table
/// in the module `schema`. The members are in the table's order: whether a value may be absent (`def` has a default),
/// the field, the setter, the documentation, and a kind with its types. If there are more than sixteen,
/// their indices stand before `members`, as `indices: 0, 1, …;`. The kind determines the signatures of getter and setter, which are
/// those of the official SDK:
///
/// | kind | field (`opt` adds `Option`) | getter | setter takes |
/// | --- | --- | --- | --- |
/// | `str` | `String` | `&str` | `impl Into<String>` |
/// | `copy T` | `T` | `T` | `T` |
/// | `val T` | `T` | `&T` | `T` |
/// | `list T` | `Vec<T>` | `&[T]`, empty where absent | one element, appended |
/// | `map K, V` | `HashMap<K, V>` | `&HashMap<K, V>` | one entry, inserted |
///
/// `boxed T` is `val` for a member that closes a cycle of types. Its field is a `Box`.
///
/// Generated types may be called `Option` or `String`, so the macros use full paths.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the tables are the generated crate's own
macro_rules! structure {
    (type: $name:ident, builder: $builder:ident, build: $build:ident, schema: $table:ident; $(indices: $($index:literal),*;)? members: $($members:tt)*) => {
        $crate::structure_visitor! { $name, crate::schema::$table, []; [] $([$($index),*])?; $($members)* }
        $crate::structure_copies! { $name, [] }
        $crate::structure_getters! { $name, $builder; $($members)* }
        $crate::structure_builder! { $name, $builder $build; $($members)* }
    };
}

/// Declares an operation's output like [`structure!`](crate::structure), with a table in the same module. It also
/// stores the request id.
#[doc(hidden)]
#[macro_export]
macro_rules! output {
    (type: $name:ident, $($rest:tt)*) => {
        $crate::streaming_output! { type: $name, $($rest)* }
        $crate::structure_copies! { $name, [_request_id] }
    };
}

/// Declares an output like [`output!`](crate::output), with a streaming member. It can be neither copied nor compared.
#[doc(hidden)]
#[macro_export]
macro_rules! streaming_output {
    (type: $name:ident, builder: $builder:ident, build: $build:ident, schema: $schema:ident; $(indices: $($index:literal),*;)? members: $($members:tt)*) => {
        $crate::structure_visitor! {
            $name, $schema,
            [#[inline] fn set_request_id(&mut self, id: ::std::option::Option<::std::string::String>) {
                self._request_id = id;
            }];
            [_request_id: ::std::option::Option<::std::string::String>] $([$($index),*])?;
            $($members)*
        }
        $crate::structure_getters! { $name, $builder; $($members)* }
        // The module `builders` shows it.
        $crate::structure_builder! { #[doc(hidden)] $name, $builder $build; $($members)* }

        impl $crate::error::RequestId for $name {
            #[inline]
            fn request_id(&self) -> ::std::option::Option<&str> {
                self._request_id.as_deref()
            }
        }
    };
}

/// Declares getters and the builder constructor, and implements `Debug`.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_getters {
    ($name:ident, $builder:ty; $(($need:ident $([$default:expr])? $field:ident $setter:ident $doc:tt $($kind:tt)*),)*) => {
        impl $name {
            /// Creates a builder with nothing set.
            // A structure may be called `Builder`.
            #[allow(clippy::self_named_constructors)]
            #[inline]
            pub fn builder() -> $builder {
                ::std::default::Default::default()
            }

            $($crate::getter! { $need $field $doc $($kind)* })*
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::redact::debug(self, stringify!($name), f)
            }
        }
    };
}

/// Implements the visitor pair of a structure, and what [`structure_blank!`](crate::structure_blank) does. The brackets
/// contain further methods of the visitor, a field that is not a member, and the members' indices, if there are many.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_visitor {
    // Without members: the default methods of the trait.
    ($name:ident, $schema:expr, [$($method:item)?]; [$($extra:ident: $extra_type:ty)?];) => {
        #[doc(hidden)]
        impl $crate::shape::Structure for $name {
            #[inline]
            fn schema(&self) -> &'static $crate::schema::Schema {
                &$schema
            }

            $($method)?
        }

        $crate::structure_blank! { $name [$($extra)?] }
    };
    // Few members: an array of them compiles fastest.
    (
        $name:ident, $schema:expr, [$($method:item)?]; [$($extra:ident: $extra_type:ty)?];
        $(($need:ident $([$default:expr])? $field:ident $setter:ident $($kind:tt)*),)*
    ) => {
        #[doc(hidden)]
        impl $crate::shape::Structure for $name {
            #[inline]
            fn schema(&self) -> &'static $crate::schema::Schema {
                &$schema
            }

            #[inline]
            fn member(&self, index: usize) -> ::std::option::Option<&dyn $crate::shape::Shape> {
                $crate::shape::nth(&[$(&self.$field),*], index)
            }

            #[inline]
            fn member_mut(&mut self, index: usize) -> ::std::option::Option<&mut dyn $crate::shape::Shape> {
                $crate::shape::nth_mut([$(&mut self.$field),*], index)
            }

            $($method)?
        }

        $crate::structure_blank! { $name [$($extra)?] $($need $([$default])? $field,)* }
    };
    // Many members: a table of jumps, because filling an array at each call takes longer.
    (
        $name:ident, $schema:expr, [$($method:item)?]; [$($extra:ident: $extra_type:ty)?] [$($index:literal),*];
        $(($need:ident $([$default:expr])? $field:ident $setter:ident $($kind:tt)*),)*
    ) => {
        #[doc(hidden)]
        impl $crate::shape::Structure for $name {
            #[inline]
            fn schema(&self) -> &'static $crate::schema::Schema {
                &$schema
            }

            #[inline]
            fn member(&self, index: usize) -> ::std::option::Option<&dyn $crate::shape::Shape> {
                match index {
                    $($index => ::std::option::Option::Some(&self.$field),)*
                    _ => ::std::option::Option::None,
                }
            }

            #[inline]
            fn member_mut(&mut self, index: usize) -> ::std::option::Option<&mut dyn $crate::shape::Shape> {
                match index {
                    $($index => ::std::option::Option::Some(&mut self.$field),)*
                    _ => ::std::option::Option::None,
                }
            }

            $($method)?
        }

        $crate::structure_blank! { $name [$($extra)?] $($need $([$default])? $field,)* }
    };
}

/// Implements `Blank`. The brackets contain a field that is not a member.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_blank {
    // Most structures have only members that may be absent: this arm spares an expansion for each.
    ($name:ident [$($extra:ident)?] $(opt $field:ident,)*) => {
        #[doc(hidden)]
        impl $crate::shape::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self {
                    $($field: ::std::option::Option::None,)*
                    $($extra: ::std::default::Default::default(),)?
                }
            }
        }
    };
    ($name:ident [$($extra:ident)?] $($need:ident $([$default:expr])? $field:ident,)*) => {
        #[doc(hidden)]
        impl $crate::shape::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self {
                    $($field: $crate::structure_blank!(@ $need $([$default])?),)*
                    $($extra: ::std::default::Default::default(),)?
                }
            }
        }
    };
    (@ opt) => { ::std::option::Option::None };
    (@ req) => { $crate::shape::Blank::blank() };
    (@ def [$default:expr]) => { $default };
}

/// Implements `Clone` and `PartialEq` of a structure. The brackets contain a field that is not a member.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_copies {
    // Not derived: a call of a shared function compiles faster than a line for each field.
    ($name:ident, []) => {
        impl ::std::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::shape::copied(self)
            }
        }

        impl ::std::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::shape::same(self, other)
            }
        }
    };
    ($name:ident, [$extra:ident]) => {
        impl ::std::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                let mut copy = $crate::shape::copied(self);
                ::std::clone::Clone::clone_from(&mut copy.$extra, &self.$extra);
                copy
            }
        }

        impl ::std::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::shape::same(self, other) && self.$extra == other.$extra
            }
        }
    };
}
