//! Getters and setters. Their documentation is the first sentence of their field's.

/// The getter of a member, from its row in [`structure!`](crate::structure).
#[doc(hidden)]
#[macro_export]
macro_rules! getter {
    (opt $field:ident $doc:tt str) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> ::std::option::Option<&str> { self.$field.as_deref() }
    };
    (req $field:ident $doc:tt str) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> &str { &self.$field }
    };
    (opt $field:ident $doc:tt val $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> ::std::option::Option<&$type> { self.$field.as_ref() }
    };
    (req $field:ident $doc:tt val $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> &$type { &self.$field }
    };
    (opt $field:ident $doc:tt copy $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> ::std::option::Option<$type> { self.$field }
    };
    (req $field:ident $doc:tt copy $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> $type { self.$field }
    };
    (opt $field:ident $doc:tt list $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> &[$type] { self.$field.as_deref().unwrap_or_default() }
    };
    (req $field:ident $doc:tt list $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> &[$type] { &self.$field }
    };
    (opt $field:ident $doc:tt map $key:ty, $value:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> ::std::option::Option<&::std::collections::HashMap<$key, $value>> { self.$field.as_ref() }
    };
    (req $field:ident $doc:tt map $key:ty, $value:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> &::std::collections::HashMap<$key, $value> { &self.$field }
    };
    (opt $field:ident $doc:tt boxed $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> ::std::option::Option<&$type> { self.$field.as_deref() }
    };
    (req $field:ident $doc:tt boxed $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> &$type { &self.$field }
    };
    (def $($rest:tt)*) => {
        $crate::getter! { req $($rest)* }
    };
}

/// Declares the two setters of a member: by value, and as an `Option`, of which `None` clears the member. The
/// parentheses contain the place to write to, and its kind: optional, with a default, or required. What follows is from
/// the member's row in [`structure!`](crate::structure).
///
/// Each kind is written out, and twice if most members have it, because an expansion costs the compiler more than the text does.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    (($self:ident, $place:expr, opt) $field:ident $setter:ident $doc:tt str) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(mut $self, value: impl ::std::convert::Into<::std::string::String>) -> Self {
            $place = ::std::option::Option::Some(value.into());
            $self
        }

        #[doc = $doc]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<::std::string::String>) -> Self {
            $place = value;
            $self
        }
    };
    (($self:ident, $place:expr, opt) $field:ident $setter:ident $doc:tt val $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(mut $self, value: $type) -> Self {
            $place = ::std::option::Option::Some(value);
            $self
        }

        #[doc = $doc]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<$type>) -> Self {
            $place = value;
            $self
        }
    };
    (($self:ident, $place:expr, $($need:tt)*) $field:ident $setter:ident $doc:tt str) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(mut $self, value: impl ::std::convert::Into<::std::string::String>) -> Self {
            $crate::store! { $self $place, $field, ::std::option::Option::Some(value.into()); $($need)* }
            $self
        }

        #[doc = $doc]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<::std::string::String>) -> Self {
            $crate::store! { $self $place, $field, value; $($need)* }
            $self
        }
    };
    (($self:ident, $place:expr, $($need:tt)*) $field:ident $setter:ident $doc:tt val $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(mut $self, value: $type) -> Self {
            $crate::store! { $self $place, $field, ::std::option::Option::Some(value); $($need)* }
            $self
        }

        #[doc = $doc]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<$type>) -> Self {
            $crate::store! { $self $place, $field, value; $($need)* }
            $self
        }
    };
    (($($at:tt)*) $field:ident $setter:ident $doc:tt copy $type:ty) => {
        $crate::setter! { ($($at)*) $field $setter $doc val $type }
    };
    (($self:ident, $place:expr, $($need:tt)*) $field:ident $setter:ident $doc:tt list String) => {
        #[doc = $doc]
        #[doc = "\nAppends one element. Call it again to add more."]
        #[inline]
        pub fn $field(mut $self, element: impl ::std::convert::Into<::std::string::String>) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.push(element.into());
            $self
        }

        #[doc = $doc]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<::std::vec::Vec<::std::string::String>>) -> Self {
            $crate::store! { $self $place, $field, value; $($need)* }
            $self
        }
    };
    // Where a type of the model is called `String`, strings have their path.
    (($($at:tt)*) $field:ident $setter:ident $doc:tt list ::std::string::String) => {
        $crate::setter! { ($($at)*) $field $setter $doc list String }
    };
    (($self:ident, $place:expr, $($need:tt)*) $field:ident $setter:ident $doc:tt list $type:ty) => {
        #[doc = $doc]
        #[doc = "\nAppends one element. Call it again to add more."]
        #[inline]
        pub fn $field(mut $self, element: $type) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.push(element);
            $self
        }

        #[doc = $doc]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<::std::vec::Vec<$type>>) -> Self {
            $crate::store! { $self $place, $field, value; $($need)* }
            $self
        }
    };
    (($self:ident, $place:expr, $($need:tt)*) $field:ident $setter:ident $doc:tt map String, String) => {
        #[doc = $doc]
        #[doc = "\nInserts one entry. Call it again to add more."]
        #[inline]
        pub fn $field(mut $self, key: impl ::std::convert::Into<::std::string::String>, value: impl ::std::convert::Into<::std::string::String>) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.insert(key.into(), value.into());
            $self
        }

        #[doc = $doc]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<::std::collections::HashMap<::std::string::String, ::std::string::String>>) -> Self {
            $crate::store! { $self $place, $field, value; $($need)* }
            $self
        }
    };
    (($self:ident, $place:expr, $($need:tt)*) $field:ident $setter:ident $doc:tt map String, $value:ty) => {
        #[doc = $doc]
        #[doc = "\nInserts one entry. Call it again to add more."]
        #[inline]
        pub fn $field(mut $self, key: impl ::std::convert::Into<::std::string::String>, value: $value) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.insert(key.into(), value);
            $self
        }

        #[doc = $doc]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<::std::collections::HashMap<::std::string::String, $value>>) -> Self {
            $crate::store! { $self $place, $field, value; $($need)* }
            $self
        }
    };
    (($($at:tt)*) $field:ident $setter:ident $doc:tt map ::std::string::String, ::std::string::String) => {
        $crate::setter! { ($($at)*) $field $setter $doc map String, String }
    };
    (($($at:tt)*) $field:ident $setter:ident $doc:tt map ::std::string::String, $value:ty) => {
        $crate::setter! { ($($at)*) $field $setter $doc map String, $value }
    };
    (($self:ident, $place:expr, $($need:tt)*) $field:ident $setter:ident $doc:tt map $key:ty, $value:ty) => {
        #[doc = $doc]
        #[doc = "\nInserts one entry. Call it again to add more."]
        #[inline]
        pub fn $field(mut $self, key: $key, value: $value) -> Self {
            $crate::place! { $self $place, $field; $($need)* }.insert(key, value);
            $self
        }

        #[doc = $doc]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<::std::collections::HashMap<$key, $value>>) -> Self {
            $crate::store! { $self $place, $field, value; $($need)* }
            $self
        }
    };
    (($self:ident, $place:expr, $($need:tt)*) $field:ident $setter:ident $doc:tt boxed $type:ty) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(mut $self, value: $type) -> Self {
            $crate::store! { $self $place, $field, ::std::option::Option::Some(::std::boxed::Box::new(value)); $($need)* }
            $self
        }

        #[doc = $doc]
        #[inline]
        pub fn $setter(mut $self, value: ::std::option::Option<::std::boxed::Box<$type>>) -> Self {
            $crate::store! { $self $place, $field, value; $($need)* }
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
