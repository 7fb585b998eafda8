//! Structures: the type with its fields, and the macro call that implements everything else.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::scope::Scope;
use super::table::{self, emit_double};
use super::{deprecated, doc, doc_or};
use crate::ir::{DefaultValue, Field, Need, RustType, Struct};
use crate::text;

/// The file of a structure in the module `types`.
pub(super) fn emit(structure: &Struct) -> TokenStream {
    let Struct { symbol, builder, .. } = structure;
    let mut scope = Scope::new([symbol, builder]);
    let item = emit_struct(structure, &quote!(), &mut scope);
    let table = &structure.table.symbol;
    let build = emit_build(structure);
    let members = emit_members(structure, &mut scope);
    let uses = scope.uses();
    quote! {
        #uses
        #item
        tinsmith_runtime::structure! {
            type: #symbol, builder: #builder, build: #build, schema: #table;
            #members
        }
    }
}

/// The type itself. `extra` holds fields that are not members.
pub(super) fn emit_struct(structure: &Struct, extra: &TokenStream, scope: &mut Scope) -> TokenStream {
    let symbol = &structure.symbol;
    let docs = doc_or(&structure.prose, &format!("The structure `{}`.", structure.table.id));
    let note = deprecated(structure.deprecated.as_ref());
    let fields = structure.fields.iter().map(|field| emit_field(field, scope));
    quote! {
        #docs
        #note
        #[non_exhaustive]
        pub struct #symbol {
            #(#fields)*
            #extra
        }
    }
}

/// A field with its documentation.
pub(super) fn emit_field(field: &Field, scope: &mut Scope) -> TokenStream {
    let symbol = &field.symbol;
    let docs = doc(&field.docs);
    let note = deprecated(field.deprecated.as_ref());
    let mut ty = scope.ty(&field.ty);
    if field.boxed {
        ty = scope.boxed(&ty);
    }
    if field.need == Need::Optional {
        ty = scope.optional(&ty);
    }
    quote!(#docs #note pub #symbol: #ty,)
}

/// Whether the builder's `build` returns the structure or a `Result`.
pub(super) fn emit_build(structure: &Struct) -> TokenStream {
    let is_fallible = structure.fields.iter().any(|field| field.need == Need::Required);
    if is_fallible { quote!(checked) } else { quote!(plain) }
}

/// The number of members up to which the visitor finds a member in an array. With more, it needs their indices.
const FEW_MEMBERS: usize = 16;

/// The members as arguments of the runtime's macros.
pub(super) fn emit_members(structure: &Struct, scope: &mut Scope) -> TokenStream {
    let rows = structure.fields.iter().map(|field| {
        let Field { symbol, setter, summary, .. } = field;
        let need = match &field.need {
            Need::Optional => quote!(opt),
            Need::Required => quote!(req),
            Need::Default(value) => {
                let value = emit_default(value, &field.ty, scope);
                quote!(def[#value])
            }
        };
        let kind = emit_kind(field, scope);
        let summary = text::line(summary);
        quote!((#need #symbol #setter #summary #kind),)
    });
    if structure.fields.len() <= FEW_MEMBERS {
        return quote!(members: #(#rows)*);
    }
    let indices = (0..structure.fields.len()).map(Literal::usize_unsuffixed);
    quote!(indices: #(#indices),*; members: #(#rows)*)
}

/// The kind of accessor that a field gets, with the types it refers to.
fn emit_kind(field: &Field, scope: &mut Scope) -> TokenStream {
    match &field.ty {
        RustType::String => quote!(str),
        RustType::Copy(_) => {
            let ty = scope.ty(&field.ty);
            quote!(copy #ty)
        }
        RustType::List(element) => {
            let element = scope.ty(element);
            quote!(list #element)
        }
        RustType::Map(key, value) => {
            let (key, value) = (scope.ty(key), scope.ty(value));
            quote!(map #key, #value)
        }
        ty => {
            let ty = scope.ty(ty);
            if field.boxed { quote!(boxed #ty) } else { quote!(val #ty) }
        }
    }
}

/// The default value of a field.
fn emit_default(value: &DefaultValue, ty: &RustType, scope: &mut Scope) -> TokenStream {
    let path = scope.ty(ty);
    match (ty, value) {
        (RustType::Copy("f32" | "f64"), DefaultValue::Integer(value)) => emit_double(*value as f64),
        (RustType::Copy("f32" | "f64"), DefaultValue::Double(value)) => emit_double(*value),
        (RustType::Copy(_), DefaultValue::Integer(value)) => Literal::i64_unsuffixed(*value).into_token_stream(),
        (RustType::Copy(_), DefaultValue::Boolean(value)) => quote!(#value),
        (RustType::String | RustType::Named(_), DefaultValue::String(value)) => quote!(#path::from(#value)),
        (RustType::Receiver(..) | RustType::Sender(..), _) => quote!(tinsmith_runtime::shape::Blank::blank()),
        (RustType::Primitive("ByteStream"), _) => quote!(#path::default()),
        // Only empty lists and maps are valid defaults.
        (RustType::List(_) | RustType::Map(..), _) => {
            let path = quote!(<#path>);
            quote!(#path::new())
        }
        (_, value) => {
            let value = table::emit_default(value, scope);
            quote!(tinsmith_runtime::generated::default_value(#value))
        }
    }
}
