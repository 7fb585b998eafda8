//! Structures: visitor pair, copies, comparison, `Debug`, getters, setters.

/// Implements what a structure type needs beside its fields, and declares its builder.
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
/// names the type, its builder and how that ends (see
/// [`structure_builder!`](crate::structure_builder)), its table in `schema`, and the members in the
/// table's order: whether a value may be missing (`def` has one that stands in), field, setter, and a
/// kind with its types. The kind decides the signatures of getter and setter, which are those of the
/// official SDK:
///
/// | kind | field (`opt` adds `Option`) | getter | setter takes |
/// | --- | --- | --- | --- |
/// | `str` | `String` | `&str` | `impl Into<String>` |
/// | `copy T` | `T` | `T` | `T` |
/// | `val T` | `T` | `&T` | `T` |
/// | `list T` | `Vec<T>` | `&[T]`, empty where absent | one element, appended |
/// | `map K, V` | `HashMap<K, V>` | `&HashMap<K, V>` | one entry, inserted |
///
/// `boxed T` is `val` for a member that closes a cycle: its field is a `Box`.
///
/// Generated types may be called `Option` or `String`, so everything is named by its full path.
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

/// [`structure!`](crate::structure) of an operation's output, which also keeps the request id.
#[doc(hidden)]
#[macro_export]
macro_rules! output {
    ($name:ident, $($rest:tt)*) => {
        $crate::streaming_output! { $name, $($rest)* }
        $crate::structure_copies! { $name, [_request_id] }
    };
}

/// [`output!`](crate::output) with a member that streams, and can be neither copied nor compared.
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

/// Getters, and the start of the builder.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_getters {
    ($name:ident, $builder:ident; $(($need:ident $([$default:expr])? $field:ident $setter:ident $kind:ident $($types:tt)*),)*) => {
        impl $name {
            /// Starts to build one, with nothing set.
            #[inline]
            pub fn builder() -> $builder {
                ::std::default::Default::default()
            }

            $($crate::getter! { $need $kind $field $($types)* })*
        }
    };
}

/// The visitor pair of a structure and what follows from it: `Blank`, `Debug`. In brackets, further methods of the visitor, and a field that is not a member.
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
    // What the trait does by itself.
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

/// `Clone` and `PartialEq` of a structure. In brackets, a field that is not a member.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_copies {
    ($name:ident, [$($extra:ident)?]) => {
        // What could be derived are walks as well: a compiler reads a call of one faster than a
        // line for each field.
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

/// The two setters of a member: by value, and as an `Option`. In parentheses, the place to write and
/// what it is: that of an optional member, of one with a default, or of a required one. The fields
/// themselves are documented; here that costs more to build than it tells.
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

        #[doc = "Sets the field or, with `None`, clears it."]
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
        #[doc = "Appends one element; call it again for the next."]
        #[inline]
        pub fn $field(mut $self, element: impl ::std::convert::Into<::std::string::String>) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.push(element.into());
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) list $field:ident $type:ty) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Appends one element; call it again for the next."]
        #[inline]
        pub fn $field(mut $self, element: $type) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.push(element);
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) map $field:ident String, String) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Puts one entry in; call it again for the next."]
        #[inline]
        pub fn $field(mut $self, key: impl ::std::convert::Into<::std::string::String>, value: impl ::std::convert::Into<::std::string::String>) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.insert(key.into(), value.into());
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) map $field:ident String, $value:ty) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Puts one entry in; call it again for the next."]
        #[inline]
        pub fn $field(mut $self, key: impl ::std::convert::Into<::std::string::String>, value: $value) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.insert(key.into(), value);
            $self
        }
    };
    (#[$doc:meta] @ ($self:ident, $place:expr, $($need:tt)*) map $field:ident $key:ty, $value:ty) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Puts one entry in; call it again for the next."]
        #[inline]
        pub fn $field(mut $self, key: $key, value: $value) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.insert(key, value);
            $self
        }
    };
}

/// Writes the value of a member, or takes it away.
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

/// The list or map of a member, to which something is added.
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
