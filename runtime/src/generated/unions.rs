//! Unions: one variant per member, and one for unknown members.

/// Implements the methods and traits of a union type.
///
/// ```text
/// union! {
///     type: AttributeValue, schema: ATTRIBUTE_VALUE;
///     members:
///     (S String, is_s as_s),
///     (Null unit is_null),
/// }
/// ```
///
/// `schema` is the table in the module `schema`, and the members are in its order, each with its variant, type and
/// methods. `unit` is the type of a member without a value. The type itself has another variant, `Unknown`.
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the tables are the generated crate's own
macro_rules! union {
    (type: $name:ident, schema: $table:ident; members: $(($variant:ident $($rest:tt)*),)*) => {
        impl $crate::shape::Union for $name {
            #[inline]
            fn schema(&self) -> &'static $crate::schema::Schema {
                &crate::schema::$table
            }

            #[inline]
            fn get(&self) -> ::std::option::Option<(usize, &dyn $crate::shape::Shape)> {
                let mut index = 0;
                $($crate::union! { @get self index $name $variant $($rest)* })*
                let _ = index;
                ::std::option::Option::None
            }

            #[inline]
            fn set(&mut self, wanted: usize) -> ::std::option::Option<&mut dyn $crate::shape::Shape> {
                let mut index = 0;
                $($crate::union! { @set self index wanted $name $variant $($rest)* })*
                let _ = index;
                ::std::option::Option::None
            }
        }

        impl $name {
            $($crate::union! { @accessors $name $variant $($rest)* })*

            /// Whether the member is unknown to this client.
            #[inline]
            pub fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown)
            }
        }

        impl $crate::shape::Shape for $name {
            #[inline]
            fn view(&self) -> $crate::shape::View<'_> {
                $crate::shape::View::Union(self)
            }

            #[inline]
            fn slot(&mut self) -> $crate::shape::Slot<'_> {
                $crate::shape::Slot::Union(self)
            }
        }

        // Members that close a cycle of types are boxed.
        impl $crate::shape::Shape for ::std::boxed::Box<$name> {
            #[inline]
            fn view(&self) -> $crate::shape::View<'_> {
                (**self).view()
            }

            #[inline]
            fn slot(&mut self) -> $crate::shape::Slot<'_> {
                (**self).slot()
            }
        }

        impl $crate::shape::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self::Unknown
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::redact::debug_union(self, &[$(stringify!($variant),)*], f)
            }
        }
    };
    (@get $self:ident $index:ident $name:ident $variant:ident unit $is:ident) => {
        if let $name::$variant = $self {
            return ::std::option::Option::Some(($index, &$crate::shape::Unit));
        }
        $index += 1;
    };
    (@get $self:ident $index:ident $name:ident $variant:ident $type:ty, $is:ident $as:ident) => {
        if let $name::$variant(value) = $self {
            return ::std::option::Option::Some(($index, value));
        }
        $index += 1;
    };
    (@set $self:ident $index:ident $wanted:ident $name:ident $variant:ident unit $is:ident) => {
        if $index == $wanted {
            *$self = $name::$variant;
            return ::std::option::Option::Some($crate::shape::Unit::place());
        }
        $index += 1;
    };
    (@set $self:ident $index:ident $wanted:ident $name:ident $variant:ident $type:ty, $is:ident $as:ident) => {
        if $index == $wanted {
            *$self = $name::$variant($crate::shape::Blank::blank());
            if let $name::$variant(value) = $self {
                return ::std::option::Option::Some(value);
            }
        }
        $index += 1;
    };
    (@accessors $name:ident $variant:ident unit $is:ident) => {
        #[doc = concat!("Whether it is [`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
        #[inline]
        pub fn $is(&self) -> bool {
            matches!(self, Self::$variant)
        }
    };
    (@accessors $name:ident $variant:ident $type:ty, $is:ident $as:ident) => {
        #[doc = concat!("Whether it is [`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
        #[inline]
        pub fn $is(&self) -> bool {
            self.$as().is_ok()
        }

        #[doc = concat!("Returns the value of [`", stringify!($variant), "`](Self::", stringify!($variant), "), or the union itself.")]
        #[inline]
        pub fn $as(&self) -> ::std::result::Result<&$type, &Self> {
            match self {
                Self::$variant(value) => ::std::result::Result::Ok(value),
                #[allow(unreachable_patterns)]
                _ => ::std::result::Result::Err(self),
            }
        }
    };
}
