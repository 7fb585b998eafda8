//! Unions.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{deprecated, doc, doc_or};
use crate::ir::{RustType, Union, Variant};

/// The file of a union.
pub(super) fn emit(union: &Union) -> TokenStream {
    let symbol = &union.symbol;
    let mut scope = Scope::new([symbol]);
    let docs = doc_or(&union.prose, "Holds exactly one of its members.");
    let note = deprecated(union.deprecated.as_ref());
    let variants: Vec<TokenStream> = union.variants.iter().map(|it| emit_variant(it, &mut scope)).collect();
    let accessors: Vec<TokenStream> = union.variants.iter().map(|it| emit_accessors(it, &mut scope)).collect();
    let table = &union.table;
    let uses = scope.uses();
    quote! {
        #uses
        #docs
        #note
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #symbol {
            #(#variants,)*
            /// A member unknown to this version of the client.
            Unknown,
        }
        tinsmith_runtime::union! { type: #symbol, schema: #table; members: #(#accessors)* }
    }
}

fn emit_variant(variant: &Variant, scope: &mut Scope) -> TokenStream {
    let symbol = &variant.symbol;
    let docs = doc(&variant.docs);
    let note = deprecated(variant.deprecated.as_ref());
    match variant.ty {
        RustType::Unit => quote!(#docs #note #symbol),
        _ => {
            let ty = emit_type(variant, scope);
            quote!(#docs #note #symbol(#ty))
        }
    }
}

fn emit_accessors(variant: &Variant, scope: &mut Scope) -> TokenStream {
    let Variant { symbol, is, accessor, .. } = variant;
    match variant.ty {
        RustType::Unit => quote!((#symbol unit #is),),
        _ => {
            let ty = emit_type(variant, scope);
            quote!((#symbol #ty, #is #accessor),)
        }
    }
}

fn emit_type(variant: &Variant, scope: &mut Scope) -> TokenStream {
    let ty = scope.ty(&variant.ty);
    if variant.boxed { scope.boxed(&ty) } else { ty }
}
