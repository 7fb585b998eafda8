//! Enums of strings.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{deprecated, doc, doc_or};
use crate::ir::Enum;

/// The file of an enum.
pub(super) fn emit(enumeration: &Enum) -> TokenStream {
    let symbol = &enumeration.symbol;
    let mut scope = Scope::new([symbol]);
    let docs = doc_or(&enumeration.prose, "A string with a fixed set of known values.");
    let note = deprecated(enumeration.deprecated.as_ref());
    let unknown = scope.import("tinsmith_runtime::primitives", "UnknownVariantValue");
    let uses = scope.uses();
    let variants = enumeration.variants.iter().map(|variant| {
        let symbol = &variant.symbol;
        let docs = doc(&variant.docs);
        let note = deprecated(variant.deprecated.as_ref());
        quote!(#docs #note #symbol)
    });
    let values = enumeration.variants.iter().map(|variant| {
        let (symbol, value) = (&variant.symbol, &variant.value);
        quote!(#symbol = #value)
    });
    quote! {
        #uses
        #docs
        #note
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum #symbol {
            #(#variants,)*
            /// A value unknown to this version of the client. It is kept and sent back unchanged.
            Unknown(#unknown),
        }
        tinsmith_runtime::string_enum! { type: #symbol; values: #(#values),* }
    }
}
