//! Static tables and their traits.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::scope::Scope;
use crate::ir::{Datum, DefaultValue, Symbol, Table, TableKind, Trait};

/// The value of a table. `ty` is the Rust type of a string enum.
pub(super) fn emit_table(table: &Table, ty: Option<&Symbol>, scope: &mut Scope) -> TokenStream {
    let id = &table.id;
    let schema = scope.runtime("Schema");
    let traits = emit_traits(&table.traits, scope);
    let members = table.members.iter().map(|it| {
        let name = &it.name;
        let target = scope.table(&it.target);
        let traits = emit_traits(&it.traits, scope);
        let member = scope.runtime("Member");
        quote!(#member(#name, &#target, &#traits))
    });
    let members = members.collect::<Vec<_>>();
    match &table.kind {
        TableKind::Structure => quote!(#schema::structure(#id, &[#(#members),*], &#traits)),
        TableKind::Union => quote!(#schema::union(#id, &[#(#members),*], &#traits)),
        TableKind::List => quote!(#schema::list(#id, &[#(#members),*], &#traits)),
        TableKind::Map => quote!(#schema::map(#id, &[#(#members),*], &#traits)),
        TableKind::Enum(values) => {
            let kind = scope.runtime("Kind");
            let values = match ty {
                Some(ty) => {
                    let types = scope.module("types");
                    quote!(#types::#ty::values())
                }
                None => quote!(&[#(#values),*]),
            };
            quote!(#schema::simple(#id, #kind::Enum(#values), &#traits))
        }
        TableKind::IntEnum(values) => {
            let kind = scope.runtime("Kind");
            let values = values.iter().map(|value| Literal::i32_unsuffixed(*value));
            quote!(#schema::simple(#id, #kind::IntEnum(&[#(#values),*]), &#traits))
        }
        TableKind::Simple(name) => {
            let kind = scope.runtime("Kind");
            let name = format_ident!("{name}");
            quote!(#schema::simple(#id, #kind::#name, &#traits))
        }
    }
}

/// An array of traits.
pub(super) fn emit_traits(traits: &[Trait], scope: &mut Scope) -> TokenStream {
    let traits = traits.iter().map(|it| emit_trait(it, scope));
    quote!([#(#traits),*])
}

fn emit_trait(it: &Trait, scope: &mut Scope) -> TokenStream {
    let path = scope.runtime("Trait");
    match it {
        Trait::Flag(name) => {
            let name = format_ident!("{name}");
            quote!(#path::#name)
        }
        Trait::Text(name, text) => emit_valued(&path, name, text),
        Trait::Truth(name, value) => emit_valued(&path, name, value),
        Trait::Default(value) => emit_valued(&path, "Default", emit_default(value, scope)),
        Trait::Length(min, max) => emit_valued(&path, "Length", emit_length(*min, *max, scope)),
        Trait::Pattern(table) => {
            let table = scope.table(table);
            quote!(#path::Pattern(&#table))
        }
        Trait::Range(min, max) => emit_valued(&path, "Range", emit_range(*min, *max, scope)),
        Trait::HttpError(status) => emit_valued(&path, "HttpError", Literal::u16_unsuffixed(*status)),
        Trait::XmlNamespace(uri, prefix) => {
            let namespace = scope.runtime("XmlNamespace");
            quote!(#path::XmlNamespace(#namespace { uri: #uri, prefix: #prefix }))
        }
        Trait::TimestampFormat(name) => {
            let format = scope.runtime("TimestampFormat");
            let name = format_ident!("{name}");
            quote!(#path::TimestampFormat(#format::#name))
        }
        Trait::Http(method, uri, status) => {
            let status = Literal::u16_unsuffixed(*status);
            quote!(#path::Http(#method, #uri, #status))
        }
        Trait::RequestCompression(encodings) => quote!(#path::RequestCompression(&[#(#encodings),*])),
        Trait::Paginated { input_token, output_token, items, page_size } => {
            let (items, page_size) = (scope.option(items.as_ref()), scope.option(page_size.as_ref()));
            quote! {
                #path::Paginated {
                    input_token: #input_token,
                    output_token: #output_token,
                    items: #items,
                    page_size: #page_size,
                }
            }
        }
        Trait::Record(name, fields) => emit_record(&path, name, fields, scope),
        Trait::OperationContextParams(params) => {
            let params = params.iter().map(|(name, expression)| quote!((#name, #expression)));
            quote!(#path::OperationContextParams(&[#(#params),*]))
        }
        Trait::Waitable(modules) => {
            let waiters = scope.module("waiters");
            quote!(#path::Waitable(&[#(&#waiters::#modules::WAITER),*]))
        }
    }
}

/// A trait that has named fields.
fn emit_record(path: &TokenStream, name: &str, fields: &[(String, Datum)], scope: &mut Scope) -> TokenStream {
    let (name, datum) = (format_ident!("{name}"), scope.runtime("Datum"));
    let fields = fields.iter().map(|(field, value)| match value {
        Datum::Flag(value) => quote!((#field, #datum::Flag(#value))),
        Datum::Text(value) => quote!((#field, #datum::Text(#value))),
        Datum::Number(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!((#field, #datum::Number(#value)))
        }
        Datum::Texts(values) => quote!((#field, #datum::Texts(&[#(#values),*]))),
    });
    quote!(#path::#name(&[#(#fields),*]))
}

/// A trait that has one value.
fn emit_valued(path: &TokenStream, name: &str, value: impl ToTokens) -> TokenStream {
    let name = format_ident!("{name}");
    quote!(#path::#name(#value))
}

/// The value of a `length` trait.
fn emit_length(min: u64, max: u64, scope: &mut Scope) -> TokenStream {
    let length = scope.runtime("Length");
    let min = Literal::u64_unsuffixed(min);
    let max = match max {
        u64::MAX => quote!(u64::MAX),
        max => Literal::u64_unsuffixed(max).into_token_stream(),
    };
    quote!(#length { min: #min, max: #max })
}

/// The value of a `range` trait.
fn emit_range(min: Option<f64>, max: Option<f64>, scope: &mut Scope) -> TokenStream {
    let range = scope.runtime("Range");
    let (min, max) = (scope.option(min.map(emit_double)), scope.option(max.map(emit_double)));
    quote!(#range { min: #min, max: #max })
}

/// The value of a `default` trait.
pub(super) fn emit_default(value: &DefaultValue, scope: &mut Scope) -> TokenStream {
    let path = scope.runtime("DefaultValue");
    match value {
        DefaultValue::Boolean(value) => quote!(#path::Boolean(#value)),
        DefaultValue::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(#path::Integer(#value))
        }
        DefaultValue::Double(value) => {
            let value = emit_double(*value);
            quote!(#path::Double(#value))
        }
        DefaultValue::String(value) => quote!(#path::String(#value)),
        DefaultValue::EmptyList => quote!(#path::EmptyList),
        DefaultValue::EmptyMap => quote!(#path::EmptyMap),
    }
}

/// A float literal. JSON numbers are always finite.
pub(super) fn emit_double(value: f64) -> TokenStream {
    let magnitude = Literal::f64_unsuffixed(if value.is_finite() { value.abs() } else { 0.0 });
    if value < 0.0 { quote!(-#magnitude) } else { quote!(#magnitude) }
}
