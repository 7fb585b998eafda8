//! The module `types`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{module_doc, one_type_modules};
use crate::ir::{Service, Type};

/// `types.rs`.
pub fn emit_module(service: &Service) -> TokenStream {
    let docs = module_doc(&["Structures, unions and enums that inputs and outputs are made of."]);
    let modules = one_type_modules(service.types.iter().map(|ty| (ty.module(), ty.symbol())));
    quote! {
        #docs
        pub mod builders;
        pub mod error;
        #modules
    }
}

/// `types/builders.rs`.
pub fn emit_builders(service: &Service) -> TokenStream {
    let docs = module_doc(&["Builders of the structures."]);
    let uses = service.types.iter().filter_map(|ty| match ty {
        Type::Struct(it) => {
            let (module, builder) = (&it.module, &it.builder);
            Some(quote!(pub use super::#module::#builder;))
        }
        Type::Union(_) | Type::Enum(_) => None,
    });
    quote!(#docs #(#uses)*)
}
