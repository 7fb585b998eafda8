//! Structures: visitor pair, getters, builder, `Debug`.

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
/// names the type, its builder and how that ends (`checked` where a member is required, else
/// `plain`), its table in `schema`, and the members in the table's order: whether a value may be missing
/// (`def` has one that stands in), field, setter, and a kind with its types. The kind decides the
/// signatures of getter and setter, which are those of the official SDK:
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
        $crate::structure_builder! { $name, $builder $build; []; $($members)* }
    };
}

/// [`structure!`](crate::structure) of an operation's output, which also keeps the request id.
#[doc(hidden)]
#[macro_export]
macro_rules! output {
    ($name:ident, $builder:ident $build:ident, $schema:expr; $($members:tt)*) => {
        $crate::structure_visitor! {
            $name, $schema,
            [#[inline] fn set_request_id(&mut self, id: ::std::option::Option<::std::string::String>) {
                self._request_id = id;
            }];
            [_request_id: ::std::option::Option<::std::string::String>];
            $($members)*
        }
        $crate::structure_builder! {
            $name, $builder $build;
            [_request_id: ::std::option::Option<::std::string::String>];
            $($members)*
        }

        impl $crate::error::RequestId for $name {
            #[inline]
            fn request_id(&self) -> ::std::option::Option<&str> {
                self._request_id.as_deref()
            }
        }
    };
}

/// Getters, and the builder. In brackets, fields that are no members.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_builder {
    (
        $name:ident, $builder:ident $build:ident; [$($extra:ident: $extra_type:ty)?];
        $(($need:ident $([$default:expr])? $field:ident $setter:ident $kind:ident $($types:tt)*),)*
    ) => {
        impl $name {
            /// Starts to build one, with nothing set.
            #[inline]
            pub fn builder() -> $builder {
                <$builder as ::std::default::Default>::default()
            }

            $($crate::getter! { $need $kind $field $($types)* })*
        }

        #[doc = concat!("Builds a [`", stringify!($name), "`].")]
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $builder {
            $($field: ::std::option::Option<$crate::field_type!($kind $($types)*)>,)*
            $($extra: $extra_type,)?
        }

        impl $builder {
            $($crate::setter! { self, self.$field, $name; $kind $field $setter $($types)* })*
        }

        $crate::structure_build! { $build $name, $builder; $($extra)?; $(($need $([$default])? $field))* }

        impl ::std::fmt::Debug for $builder {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                // Without a value to walk over, a builder shows nothing rather than too much.
                f.write_str(stringify!($builder))
            }
        }
    };
}

/// The `build` of a structure's builder: fallible where a member is required.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_build {
    (plain $name:ident, $builder:ident; $($extra:ident)?; $(($need:ident $([$default:expr])? $field:ident))*) => {
        impl $builder {
            /// The structure, as far as it was set.
            #[inline]
            pub fn build(self) -> $name {
                $name {
                    $($field: $crate::structure_build!(@take $need $([$default])? self.$field, $name, $field),)*
                    $($extra: self.$extra,)?
                }
            }
        }
    };
    (checked $name:ident, $builder:ident; $($extra:ident)?; $(($need:ident $([$default:expr])? $field:ident))*) => {
        impl $builder {
            /// The structure, or which required member is not set.
            #[inline]
            pub fn build(self) -> ::std::result::Result<$name, $crate::error::BuildError> {
                ::std::result::Result::Ok($name {
                    $($field: $crate::structure_build!(@take $need $([$default])? self.$field, $name, $field),)*
                    $($extra: self.$extra,)?
                })
            }
        }
    };
    (@take opt $value:expr, $name:ident, $field:ident) => { $value };
    (@take def [$default:expr] $value:expr, $name:ident, $field:ident) => { $value.unwrap_or_else(|| $default) };
    (@take req $value:expr, $name:ident, $field:ident) => {
        $value.ok_or_else(|| {
            let reason = concat!("a `", stringify!($name), "` cannot be without it");
            $crate::error::BuildError::missing_field(stringify!($field), reason)
        })?
    };
}

/// The visitor pair of a structure and what follows from it: `Blank`, `Debug` and the walks as
/// methods. In brackets, further methods of the visitor, and a field that is no member.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the documentation is the generated crate's own
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

            #[inline]
            fn member(&self, index: usize) -> ::std::option::Option<&dyn $crate::shape::Shape> {
                let members: &[&dyn $crate::shape::Shape] = &[$(&self.$field,)*];
                members.get(index).copied()
            }

            #[inline]
            fn member_mut(&mut self, index: usize) -> ::std::option::Option<&mut dyn $crate::shape::Shape> {
                let members: [&mut dyn $crate::shape::Shape; _] = [$(&mut self.$field,)*];
                ::std::iter::Iterator::nth(&mut ::std::iter::IntoIterator::into_iter(members), index)
            }

            $($method)?
        }

        impl $crate::shape::Shape for $name {
            #[inline]
            fn view(&self) -> $crate::shape::View<'_> {
                $crate::shape::View::Structure(self)
            }

            #[inline]
            fn slot(&mut self) -> $crate::shape::Slot<'_> {
                $crate::shape::Slot::Structure(self)
            }
        }

        impl $crate::shape::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self {
                    $($field: $crate::structure_visitor!(@blank $([$default])?),)*
                    $($extra: ::std::default::Default::default(),)?
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::redact::debug(self, stringify!($name), &[$(stringify!($field),)*], f)
            }
        }

        impl $name {
            /// Checks every constraint of the model and reports all that are broken.
            #[inline]
            pub fn validate(&self) -> ::std::result::Result<(), $crate::validate::Violations> {
                $crate::validate::validate(self)
            }

            /// A sample with every member, for JSON and commented YAML.
            #[inline]
            pub fn skeleton() -> $crate::skeleton::Skeleton {
                $crate::skeleton::Skeleton::new(&$schema, &crate::docs::DOCS)
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
                let mut value = <Self as $crate::shape::Blank>::blank();
                $crate::json::from_str(text, &mut value)?;
                ::std::result::Result::Ok(value)
            }
        }
    };
    (@blank) => { $crate::shape::Blank::blank() };
    (@blank [$default:expr]) => { $default };
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
            #[doc = concat!("The value of [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
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

/// The two setters of a member: by value, and as an `Option`. `$place` is the `Option` to write,
/// `$owner` the structure whose field says what it is.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    ($self:ident, $place:expr, $owner:ident; $kind:ident $field:ident $setter:ident $($types:tt)*) => {
        $crate::setter! {
            #[doc = concat!("Sets [`", stringify!($field), "`](", stringify!($owner), "#structfield.", stringify!($field), ").")]
            @ $self, $place; $kind $field $($types)*
        }

        #[doc = concat!("Sets or, with `None`, clears [`", stringify!($field), "`](", stringify!($owner), "#structfield.", stringify!($field), ").")]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<$crate::field_type!($kind $($types)*)>) -> Self {
            $place = value;
            $self
        }
    };
    (#[$doc:meta] @ $self:ident, $place:expr; str $field:ident) => {
        #[$doc]
        #[inline]
        pub fn $field(mut $self, value: impl ::std::convert::Into<::std::string::String>) -> Self {
            $place = ::std::option::Option::Some(value.into());
            $self
        }
    };
    (#[$doc:meta] @ $self:ident, $place:expr; copy $field:ident $type:ty) => {
        $crate::setter! { #[$doc] @ $self, $place; val $field $type }
    };
    (#[$doc:meta] @ $self:ident, $place:expr; val $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(mut $self, value: $type) -> Self {
            $place = ::std::option::Option::Some(value);
            $self
        }
    };
    (#[$doc:meta] @ $self:ident, $place:expr; boxed $field:ident $type:ty) => {
        #[$doc]
        #[inline]
        pub fn $field(mut $self, value: $type) -> Self {
            $place = ::std::option::Option::Some(::std::boxed::Box::new(value));
            $self
        }
    };
    (#[$doc:meta] @ $self:ident, $place:expr; list $field:ident String) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Appends one element; call it again for the next."]
        #[inline]
        pub fn $field(mut $self, element: impl ::std::convert::Into<::std::string::String>) -> Self {
            $place.get_or_insert_with(::std::vec::Vec::new).push(element.into());
            $self
        }
    };
    (#[$doc:meta] @ $self:ident, $place:expr; list $field:ident $type:ty) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Appends one element; call it again for the next."]
        #[inline]
        pub fn $field(mut $self, element: $type) -> Self {
            $place.get_or_insert_with(::std::vec::Vec::new).push(element);
            $self
        }
    };
    (#[$doc:meta] @ $self:ident, $place:expr; map $field:ident String, String) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Puts one entry in; call it again for the next."]
        #[inline]
        pub fn $field(mut $self, key: impl ::std::convert::Into<::std::string::String>, value: impl ::std::convert::Into<::std::string::String>) -> Self {
            $place.get_or_insert_with(::std::default::Default::default).insert(key.into(), value.into());
            $self
        }
    };
    (#[$doc:meta] @ $self:ident, $place:expr; map $field:ident String, $value:ty) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Puts one entry in; call it again for the next."]
        #[inline]
        pub fn $field(mut $self, key: impl ::std::convert::Into<::std::string::String>, value: $value) -> Self {
            $place.get_or_insert_with(::std::default::Default::default).insert(key.into(), value);
            $self
        }
    };
    (#[$doc:meta] @ $self:ident, $place:expr; map $field:ident $key:ty, $value:ty) => {
        #[$doc]
        #[doc = ""]
        #[doc = "Puts one entry in; call it again for the next."]
        #[inline]
        pub fn $field(mut $self, key: $key, value: $value) -> Self {
            $place.get_or_insert_with(::std::default::Default::default).insert(key, value);
            $self
        }
    };
}
