//! Operations: for each, the client's method, the input, output, error and schema tables.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::structure::{emit_build, emit_field, emit_members};
use super::table::{emit_table, emit_traits};
use super::{comment, deprecated, doc, module_doc};
use crate::ir::{Operation, Pages, RustType, Service, Step, Struct};

/// `operation.rs`.
pub(super) fn emit_module(service: &Service) -> TokenStream {
    let docs = module_doc(&["One module per operation, with its input, output, error and builders."]);
    let modules = service.operations.iter().map(|operation| &operation.module);
    quote! {
        #docs
        #(pub mod #modules;)*
        pub use tinsmith_runtime::error::RequestId;
        tinsmith_runtime::builders! {}
    }
}

/// The file of an operation.
pub(super) fn emit(operation: &Operation) -> TokenStream {
    let Operation { marker, fluent, input, output, error, .. } = operation;
    let own = [marker, &input.symbol, &input.builder, &output.symbol, &output.builder, &operation.error];
    let mut scope = Scope::new(own);
    let docs = module_doc(&[module_line(operation)]);
    let method = emit_method(operation);
    let structures = [emit_input(operation, &mut scope), emit_output(operation, &mut scope)];
    let tables = emit_tables(operation, &mut scope);
    let input_members = emit_members(input, &mut scope);
    let errors = &operation.errors;
    let error_type = emit_error(operation);
    let (input_symbol, output_symbol) = (&input.symbol, &output.symbol);
    let (input_builder, output_builder) = (&input.builder, &output.builder);
    let name = &operation.name;
    let traits = (!operation.traits.is_empty()).then(|| quote!(, traits: TRAITS));
    let streams = input.streams().then(|| quote!(, streaming: input));
    let pages = operation.pages.as_ref().map(|pages| emit_pages(operation, pages, &mut scope));
    let uses = scope.uses();
    quote! {
        #docs
        #uses
        #method
        #(#structures)*
        #error_type
        #tables
        tinsmith_runtime::operation! {
            operation: #marker, name: #name #traits #streams;
            input: #input_symbol, output: #output_symbol, error: #error;
            errors: #(#errors),*;
            fluent_builder: #fluent, input_builder: #input_builder, output_builder: #output_builder;
            #input_members
        }
        #pages
    }
}

fn emit_pages(operation: &Operation, pages: &Pages, scope: &mut Scope) -> TokenStream {
    let Pages { paginator, token, next, size, items } = pages;
    let marker = &operation.marker;
    let next = emit_way(next);
    let size = size.as_ref().map(|(field, ty)| {
        let ty = scope.ty(ty);
        quote!(page_size: #field as #ty,)
    });
    let items = items.as_ref().map(|(ty, way)| {
        let (ty, way, name) = (scope.ty(ty), emit_way(way), paginator.suffixed("Items"));
        quote!(items: #way as #ty, items_paginator: #name;)
    });
    quote! {
        tinsmith_runtime::paginated! {
            operation: #marker, paginator: #paginator;
            input_token: #token, #size output_token: #next;
            #items
        }
    }
}

/// The path to a value in the output.
fn emit_way(way: &[Step]) -> TokenStream {
    let steps = way.iter().map(|Step { field, is_optional }| {
        let need = if *is_optional { quote!(opt) } else { quote!(req) };
        quote!((#need #field))
    });
    quote!(#(#steps)*)
}

fn module_line(operation: &Operation) -> String {
    match operation.prose.summary() {
        summary if summary.is_empty() => format!("`{}`.", operation.name),
        summary => format!("`{}`: {summary}", operation.name),
    }
}

fn emit_method(operation: &Operation) -> TokenStream {
    let (method, fluent) = (&operation.module, &operation.fluent);
    let mut lines = operation.prose.rustdoc();
    if lines.is_empty() {
        lines.push(format!("Calls `{}`.", operation.name));
    }
    lines.extend([String::new(), returns(operation), String::new()]);
    lines.extend(operation.example.iter().cloned());
    let lines = lines.iter().map(|line| comment(line));
    let note = deprecated(operation.deprecated.as_ref());
    quote! {
        impl crate::Client {
            #(#[doc = #lines])*
            #note
            #[inline]
            pub fn #method(&self) -> builders::#fluent {
                builders::#fluent::from_client(self)
            }
        }
    }
}

/// What `send` returns. The types are in the same module.
fn returns(operation: &Operation) -> String {
    let (output, error) = (operation.output.symbol.as_str(), operation.error.as_str());
    format!("`send` returns [`{output}`], or an [`SdkError`](crate::error::SdkError) that holds [`{error}`].")
}

/// A link to the client's method. The link text has no `r#` prefix.
fn link(operation: &Operation) -> String {
    let method = operation.module.as_str();
    format!("[`{method}`](crate::Client::{method})")
}

fn emit_input(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let Struct { symbol, fields, .. } = &operation.input;
    let docs = comment(&format!("Input of {}.", link(operation)));
    let fields = fields.iter().map(|field| emit_field(field, scope));
    quote! {
        #[doc = #docs]
        #[non_exhaustive]
        pub struct #symbol {
            #(#fields)*
        }
    }
}

fn emit_output(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let Struct { symbol, builder, fields, .. } = &operation.output;
    if fields.is_empty() {
        let marker = &operation.marker;
        let docs = comment(&format!("Output of {}. It has no fields.", link(operation)));
        let builds = comment(&format!("Builder of [`{}`].", symbol.as_str()));
        return quote! {
            #[doc = #docs]
            pub type #symbol = tinsmith_runtime::client::EmptyOutput<#marker>;
            #[doc(hidden)]
            #[doc = #builds]
            pub type #builder = tinsmith_runtime::client::EmptyOutputBuilder<#marker>;
        };
    }
    let docs = comment(&format!("Output of {}.", link(operation)));
    let fields: Vec<TokenStream> = fields.iter().map(|field| emit_field(field, scope)).collect();
    let request_id = scope.ty(&RustType::Option(Box::new(RustType::String)));
    let members = emit_members(&operation.output, scope);
    let build = emit_build(&operation.output);
    // Streams can be neither cloned nor compared.
    let macro_name = if operation.output.streams() { quote!(streaming_output) } else { quote!(output) };
    quote! {
        #[doc = #docs]
        #[non_exhaustive]
        pub struct #symbol {
            #(#fields)*
            _request_id: #request_id,
        }
        tinsmith_runtime::#macro_name! {
            type: #symbol, builder: #builder, build: #build, schema: OUTPUT;
            #members
        }
    }
}

/// The operation's error type. It has a variant for every error of the service, so its documentation lists the errors
/// that the operation declares.
fn emit_error(operation: &Operation) -> TokenStream {
    let Operation { error, marker, errors, .. } = operation;
    let mut lines = vec![format!("Error of {}.", link(operation)), String::new()];
    if errors.is_empty() {
        lines.push("The operation declares no errors of its own.".to_owned());
    } else {
        lines.extend(["The operation declares these errors:".to_owned(), String::new()]);
        lines.extend(errors.iter().map(|it| format!("- [`{0}`](crate::types::error::{0})", it.as_str())));
    }
    let docs = doc(&lines);
    quote! {
        #docs
        pub type #error = crate::error::OperationError<#marker>;
    }
}

/// The schema tables of input and output, and the operation's traits. Operations with an empty output share one table.
fn emit_tables(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let schema = scope.runtime("Schema");
    let (input, output) = (&operation.input.table, &operation.output.table);
    let input = emit_table(input, None, scope);
    let output = if output.is_unit() {
        quote!(
            use tinsmith_runtime::schema::UNIT_OUTPUT as OUTPUT;
        )
    } else {
        let output = emit_table(output, None, scope);
        quote!(static OUTPUT: #schema = #output;)
    };
    let traits = (!operation.traits.is_empty()).then(|| {
        let ty = scope.runtime("Trait");
        let traits = emit_traits(&operation.traits, scope);
        quote!(const TRAITS: &[#ty] = &#traits;)
    });
    quote! {
        static INPUT: #schema = #input;
        #output
        #traits
    }
}
