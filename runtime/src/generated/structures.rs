//! Structures: visitor pair, copies, comparison, `Debug`, getters, setters.

/// Implements the methods and traits of a structure type, and declares its builder.
///
/// ```text
/// structure! {
///     Tag, TagBuilder checked, TAG;
///     (req key set_key str),
///     (opt values set_values list Value),
///     (def[1] weight set_weight copy i32),
/// }
/// ```
///
/// The arguments are the type, its builder and how that ends (see [`structure_builder!`](crate::structure_builder)),
/// its table in `schema`, and the members in the table's order: whether a value may be absent (`def` has a default),
/// the field, the setter, and a kind with its types. The kind determines the signatures of getter and setter, which are
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
    ($name:ident, $builder:ident $build:ident, $table:ident; $($members:tt)*) => {
        $crate::structure_visitor! { $name, crate::schema::$table, []; []; $($members)* }
        $crate::structure_copies! { $name, [] }
        $crate::structure_getters! { $name, $builder; $($members)* }
        $crate::structure_builder! { $name, $builder $build; $($members)* }
    };
}

/// Declares an operation's output like [`structure!`](crate::structure). It also stores the request id.
#[doc(hidden)]
#[macro_export]
macro_rules! output {
    ($name:ident, $($rest:tt)*) => {
        $crate::streaming_output! { $name, $($rest)* }
        $crate::structure_copies! { $name, [_request_id] }
    };
}

/// Declares an output like [`output!`](crate::output), with a streaming member. It can be neither copied nor compared.
#[doc(hidden)]
#[macro_export]
macro_rules! streaming_output {
    ($name:ident, $builder:ident $build:ident, $schema:expr; $($members:tt)*) => {
        $crate::structure_visitor! {
            $name, $schema,
            [#[inline] fn set_request_id(&mut self, id: ::std::option::Option<::std::string::String>) {
                self._request_id = id;
            }];
            [_request_id: ::std::option::Option<::std::string::String>];
            $($members)*
        }
        $crate::structure_getters! { $name, $builder; $($members)* }
        $crate::structure_builder! { $name, $builder $build; $($members)* }

        impl $crate::error::RequestId for $name {
            #[inline]
            fn request_id(&self) -> ::std::option::Option<&str> {
                self._request_id.as_deref()
            }
        }
    };
}

/// Declares getters and the builder constructor.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_getters {
    ($name:ident, $builder:ident; $(($need:ident $([$default:expr])? $field:ident $setter:ident $kind:ident $($types:tt)*),)*) => {
        impl $name {
            /// Creates a builder with nothing set.
            #[inline]
            pub fn builder() -> $builder {
                ::std::default::Default::default()
            }

            $($crate::getter! { $need $kind $field $($types)* })*
        }
    };
}

/// Implements the visitor pair of a structure, `Blank` and `Debug`. The brackets contain further methods of the
/// visitor, and a field that is not a member.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_visitor {
    (
        $name:ident, $schema:expr, [$($method:item)?]; [$($extra:ident: $extra_type:ty)?];
        $(($need:ident $([$default:expr])? $field:ident $setter:ident $($kind:tt)*),)*
    ) => {
        impl $crate::shape::Structure for $name {
            #[inline]
            fn schema(&self) -> &'static $crate::schema::Schema {
                &$schema
            }

            $crate::structure_visitor! { @members $($field)* }

            $($method)?
        }

        impl $crate::shape::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self {
                    $($field: $crate::structure_visitor!(@blank $need $([$default])?),)*
                    $($extra: ::std::default::Default::default(),)?
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::redact::debug(self, stringify!($name), f)
            }
        }
    };
    // The default methods of the trait.
    (@members) => {};
    (@members $($field:ident)+) => {
        #[inline]
        fn member(&self, index: usize) -> ::std::option::Option<&dyn $crate::shape::Shape> {
            $crate::shape::nth(&[$(&self.$field),+], index)
        }

        #[inline]
        fn member_mut(&mut self, index: usize) -> ::std::option::Option<&mut dyn $crate::shape::Shape> {
            $crate::shape::nth_mut([$(&mut self.$field),+], index)
        }
    };
    (@blank opt) => { ::std::option::Option::None };
    (@blank req) => { $crate::shape::Blank::blank() };
    (@blank def [$default:expr]) => { $default };
}

/// Implements `Clone` and `PartialEq` of a structure. The brackets contain a field that is not a member.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_copies {
    ($name:ident, [$($extra:ident)?]) => {
        // Not derived: a call of a shared function compiles faster than a line for each field.
        impl ::std::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::structure_copies!(@clone self $($extra)?)
            }
        }

        impl ::std::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::shape::same(self, other) $(&& self.$extra == other.$extra)?
            }
        }
    };
    (@clone $self:ident) => { $crate::shape::copied($self) };
    (@clone $self:ident $extra:ident) => {{
        let mut copy = $crate::shape::copied($self);
        ::std::clone::Clone::clone_from(&mut copy.$extra, &$self.$extra);
        copy
    }};
}

/// The type of a member's field, without `Option`.
#[doc(hidden)]
#[macro_export]
macro_rules! field_type {
    (str) => { ::std::string::String };
    (copy $type:ty) => { $type };
    (val $type:ty) => { $type };
    (boxed $type:ty) => { ::std::boxed::Box<$type> };
    (list $type:ty) => { ::std::vec::Vec<$type> };
    (map $key:ty, $value:ty) => { ::std::collections::HashMap<$key, $value> };
}

/// The getter of a member.
#[doc(hidden)]
#[macro_export]
macro_rules! getter {
    (def $kind:ident $field:ident $($types:tt)*) => {
        $crate::getter! { req $kind $field $($types)* }
    };
    ($need:ident $kind:ident $field:ident $($types:tt)*) => {
        $crate::getter! {
            #[doc = "The value of the field of this name."]
            @ $need $kind $field $($types)*
        }
    };
    (#[$doc:meta] @ opt str $field:ident) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> ::std::option::Option<&str> { self.$field.as_deref() }
    };
    (#[$doc:meta] @ req str $field:ident) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> &str { &self.$field }
    };
    (#[$doc:meta] @ opt copy $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> ::std::option::Option<$type> { self.$field }
    };
    (#[$doc:meta] @ req copy $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> $type { self.$field }
    };
    (#[$doc:meta] @ opt val $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> ::std::option::Option<&$type> { self.$field.as_ref() }
    };
    (#[$doc:meta] @ req val $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> &$type { &self.$field }
    };
    (#[$doc:meta] @ opt boxed $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> ::std::option::Option<&$type> { self.$field.as_deref() }
    };
    (#[$doc:meta] @ req boxed $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> &$type { &self.$field }
    };
    (#[$doc:meta] @ opt list $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> &[$type] { self.$field.as_deref().unwrap_or_default() }
    };
    (#[$doc:meta] @ req list $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> &[$type] { &self.$field }
    };
    (#[$doc:meta] @ opt map $field:ident $key:ty, $value:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> ::std::option::Option<&::std::collections::HashMap<$key, $value>> { self.$field.as_ref() }
    };
    (#[$doc:meta] @ req map $field:ident $key:ty, $value:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(&self) -> &::std::collections::HashMap<$key, $value> { &self.$field }
    };
}

/// Declares the two setters of a member: by value, and as an `Option`. The parentheses contain the place to write to,
/// and its kind: optional, with a default, or required. The documentation is on the fields; repeating it here would
/// slow down builds for little benefit.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    (
        ($self:ident, $place:expr, $($need:tt)*);
        $kind:ident $field:ident $setter:ident $($types:tt)*
    ) => {
        $crate::setter! {
            #[doc = "Sets the field of this name."]
            @ ($self, $place, $($need)*) $kind $field $($types)*
        }

        #[doc = "Sets the field, or clears it with `None`."]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<$crate::field_type!($kind $($types)*)>) -> Self {
            $crate::store! { $self $place, $field, value; $($need)* }
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) str $field:ident) => {
        #[$doc]
        #[inline]
        pub fn $field(mut $self, value: impl ::std::convert::Into<::std::string::String>) -> Self {
            $crate::store! { $self $place, $field, ::std::option::Option::Some(value.into()); $($need)* }
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) copy $field:ident $type:ty) => {
        $crate::setter! { #[$doc] @ ($self, $place, $($need)*) val $field $type }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) val $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(mut $self, value: $type) -> Self {
            $crate::store! { $self $place, $field, ::std::option::Option::Some(value); $($need)* }
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) boxed $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(mut $self, value: $type) -> Self {
            $crate::store! { $self $place, $field, ::std::option::Option::Some(::std::boxed::Box::new(value)); $($need)* }
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) list $field:ident String) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Appends one element. Call it again to add more."]
        #[inline]
        pub fn $field(mut $self, element: impl ::std::convert::Into<::std::string::String>) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.push(element.into());
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) list $field:ident $type:ty) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Appends one element. Call it again to add more."]
        #[inline]
        pub fn $field(mut $self, element: $type) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.push(element);
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) map $field:ident String, String) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Inserts one entry. Call it again to add more."]
        #[inline]
        pub fn $field(mut $self, key: impl ::std::convert::Into<::std::string::String>, value: impl ::std::convert::Into<::std::string::String>) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.insert(key.into(), value.into());
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) map $field:ident String, $value:ty) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Inserts one entry. Call it again to add more."]
        #[inline]
        pub fn $field(mut $self, key: impl ::std::convert::Into<::std::string::String>, value: $value) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.insert(key.into(), value);
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) map $field:ident $key:ty, $value:ty) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Inserts one entry. Call it again to add more."]
        #[inline]
        pub fn $field(mut $self, key: $key, value: $value) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.insert(key, value);
            $self
        }
    };
}

/// Stores the value of a member, or clears it.
#[doc(hidden)]
#[macro_export]
macro_rules! store {
    ($self:ident $place:expr, $field:ident, $value:expr; opt) => {
        $place = $value;
    };
    ($self:ident $place:expr, $field:ident, $value:expr; def [$default:expr]) => {
        $place = $value.unwrap_or_else(|| $default);
    };
    ($self:ident $place:expr, $field:ident, $value:expr; req) => {
        $self.set.put(stringify!($field), &mut $place, $value);
    };
}

/// The list or map of a member, to add an element or entry.
#[doc(hidden)]
#[macro_export]
macro_rules! place {
    ($self:ident $place:expr, $field:ident; opt) => {
        $place.get_or_insert_with(::std::default::Default::default)
    };
    ($self:ident $place:expr, $field:ident; def [$default:expr]) => {
        $place
    };
    ($self:ident $place:expr, $field:ident; req) => {
        $self.set.place(stringify!($field), &mut $place)
    };
}
