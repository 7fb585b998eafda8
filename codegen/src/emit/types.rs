//! The module `types`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{builders_module, module_doc, one_type_modules};
use crate::ir::{Service, Type};

/// `types.rs`.
pub(super) fn emit_module(service: &Service) -> TokenStream {
    let docs = module_doc(&["Structures, unions and enums used in inputs and outputs."]);
    let modules = one_type_modules(service.types.iter().map(|ty| (ty.module(), ty.symbol())));
    quote! {
        #docs
        pub mod builders;
        pub mod error;
        #modules
    }
}

/// `types/builders.rs`.
pub(super) fn emit_builders(service: &Service) -> TokenStream {
    let structures = service.types.iter().filter_map(|ty| match ty {
        Type::Struct(it) => Some((&it.module, &it.builder)),
        Type::Union(_) | Type::Enum(_) => None,
    });
    builders_module("Builders for the structures.", structures)
}
