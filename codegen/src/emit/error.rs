//! Error structures, and the modules for errors.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::structure::{emit_build, emit_members, emit_struct};
use super::{builders_module, comment, module_doc, one_type_modules};
use crate::ir::{Service, Struct, predicate};

/// The file of an error structure.
pub(super) fn emit(error: &Struct) -> TokenStream {
    let Struct { symbol, builder, .. } = error;
    let mut scope = Scope::new([symbol, builder]);
    let meta = scope.import("tinsmith_runtime::error", "ErrorMetadata");
    let item = emit_struct(error, &quote!(pub(crate) meta: #meta,), &mut scope);
    let table = &error.table.symbol;
    let build = emit_build(error);
    let members = emit_members(error, &mut scope);
    let uses = scope.uses();
    quote! {
        #uses
        #item
        tinsmith_runtime::error_structure! {
            type: #symbol, builder: #builder, build: #build, schema: #table;
            #members
        }
    }
}

/// `types/error.rs`.
pub(super) fn emit_types_module(service: &Service) -> TokenStream {
    let docs = module_doc(&["Errors that the service returns."]);
    let modules = one_type_modules(service.errors.iter().map(|error| (&error.module, &error.symbol)));
    let streams = service.event_streams().into_iter().map(|(events, errors)| {
        let line = comment(&format!("An error that ends a stream of [`{0}`](crate::types::{0}).", events.as_str()));
        quote! {
            #[doc = #line]
            pub type #errors = crate::error::OperationError<crate::types::#events>;
            impl tinsmith_runtime::error::Declares for crate::types::#events {
                const ERRORS: ::std::option::Option<&'static [&'static str]> = ::std::option::Option::None;
            }
        }
    });
    quote! {
        #docs
        pub mod builders;
        #modules
        #(#streams)*
    }
}

/// `types/error/builders.rs`.
pub(super) fn emit_builders(service: &Service) -> TokenStream {
    builders_module(
        "Builders for the error structures.",
        service.errors.iter().map(|error| (&error.module, &error.builder)),
    )
}

/// `error.rs`.
pub(super) fn emit_module(service: &Service) -> TokenStream {
    let docs = module_doc(&["Error types of the client and its operations."]);
    let errors = service.errors.iter().map(|error| {
        let (symbol, is) = (&error.symbol, predicate(&error.symbol));
        quote!((#symbol #is),)
    });
    quote! {
        #docs
        pub use tinsmith_runtime::client::ConstructionError;
        pub use tinsmith_runtime::endpoint::{EndpointError, UrlError, rules::RuleError};
        pub use tinsmith_runtime::error::{
            BoxError, BuildError, DisplayErrorContext, ErrorMetadata, ProvideErrorMetadata, Unhandled,
            UnknownVariantError,
        };
        pub use tinsmith_runtime::json::{Found, JsonErrors, JsonType, Mistake, MistakeKind, Position};
        pub use tinsmith_runtime::message::{ParseError, SerializeError};
        pub use tinsmith_runtime::path::{Path, Segment};
        pub use tinsmith_runtime::result::{ConnectorError, CreateUnhandledError, SdkError};
        pub use tinsmith_runtime::schema::{Length, Range};
        pub use tinsmith_runtime::sign::SignError;
        pub use tinsmith_runtime::validate::{Constraint, LengthUnit, Violation, Violations};
        tinsmith_runtime::service_errors! { errors: #(#errors)* }
    }
}
