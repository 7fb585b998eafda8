//! Operations: the client's method, input, output, error and tables of each.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::structure::{emit_build, emit_field, emit_members};
use super::table::{emit_table, emit_traits};
use super::{comment, deprecated, module_doc};
use crate::ir::{ErrorRef, Operation, Pages, RustType, Service, Step, Struct};

/// `operation.rs`.
pub fn emit_module(service: &Service) -> TokenStream {
    let docs = module_doc(&["Operations: a module for each, with its input, output, error and builders."]);
    let modules = service.operations.iter().map(|operation| &operation.module);
    quote! {
        #docs
        #(pub mod #modules;)*
        pub use tinsmith_runtime::error::RequestId;
    }
}

/// The file of an operation.
pub fn emit(operation: &Operation) -> TokenStream {
    let Operation { symbol, marker, fluent, error, input, output, .. } = operation;
    let input_builder = symbol.suffixed("InputBuilder");
    let own = [marker, &input.symbol, &input.builder, &output.symbol, &output.builder, error];
    let mut scope = Scope::new(own);
    let docs = module_doc(&[module_line(operation)]);
    let method = emit_method(operation);
    let structures = [emit_input(operation, &mut scope), emit_output(operation, &mut scope)];
    let tables = emit_tables(operation, &mut scope);
    let input_members = emit_members(input, &mut scope);
    let output_members = emit_members(output, &mut scope);
    let build = emit_build(output);
    let variants = operation.errors.iter().map(|it| {
        let ErrorRef { symbol, is } = it;
        quote!((#symbol #is),)
    });
    let (input_symbol, input_private, output_symbol, output_builder) =
        (&input.symbol, &input.builder, &output.symbol, &output.builder);
    let name = &operation.name;
    let traits = (!operation.traits.is_empty()).then(|| quote!(, TRAITS));
    let pages = operation.pages.as_ref().map(|pages| emit_pages(operation, pages, &mut scope));
    let uses = scope.uses();
    quote! {
        #docs
        #uses
        #method
        #(#structures)*
        #tables
        tinsmith_runtime::operation! {
            #name #traits;
            #marker, #input_symbol => #output_symbol, #error;
            #input_private as #fluent, #input_builder; #output_builder;
            #input_members
        }
        tinsmith_runtime::output! { #output_symbol, #output_builder #build, OUTPUT; #output_members }
        tinsmith_runtime::operation_error! { #error; #(#variants)* }
        #pages
    }
}

fn emit_pages(operation: &Operation, pages: &Pages, scope: &mut Scope) -> TokenStream {
    let Pages { paginator, token, next, size, items } = pages;
    let (marker, builder) = (&operation.marker, &operation.input.builder);
    let next = emit_way(next);
    let size = size.as_ref().map(|(field, ty)| {
        let ty = scope.ty(ty);
        quote!(size #field #ty)
    });
    let items = items.as_ref().map(|(ty, way)| {
        let (ty, way, name) = (scope.ty(ty), emit_way(way), paginator.suffixed("Items"));
        quote!(items #name #ty = #way;)
    });
    quote! {
        tinsmith_runtime::paginated! {
            #marker, #builder, #paginator;
            #token = #next #size;
            #items
        }
    }
}

/// The way to a value in the output.
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
    lines.push(String::new());
    lines.extend(operation.example.iter().cloned());
    let lines = lines.iter().map(|line| comment(line));
    let note = deprecated(&operation.deprecated);
    quote! {
        impl crate::Client {
            #(#[doc = #lines])*
            #note
            pub fn #method(&self) -> builders::#fluent {
                builders::#fluent::from_client(self)
            }
        }
    }
}

/// A link to the client's method, in which a raw identifier goes by its plain name.
fn link(operation: &Operation) -> String {
    let method = operation.module.as_str();
    format!("[`{method}`](crate::Client::{method})")
}

fn emit_input(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let Struct { symbol, fields, .. } = &operation.input;
    let docs = comment(&format!("What {} takes.", link(operation)));
    let fields = fields.iter().map(|field| emit_field(field, scope));
    quote! {
        #[doc = #docs]
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #symbol {
            #(#fields)*
        }
    }
}

fn emit_output(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let Struct { symbol, fields, .. } = &operation.output;
    let docs = comment(&format!("What {} answers.", link(operation)));
    let fields: Vec<TokenStream> = fields.iter().map(|field| emit_field(field, scope)).collect();
    let request_id = scope.ty(&RustType::Option(Box::new(RustType::String)));
    quote! {
        #[doc = #docs]
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct #symbol {
            #(#fields)*
            _request_id: #request_id,
        }
    }
}

fn emit_tables(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let schema = scope.runtime("Schema");
    let (input, output) = (&operation.input.table, &operation.output.table);
    let (input, output) = (emit_table(input, None, scope), emit_table(output, None, scope));
    let traits = (!operation.traits.is_empty()).then(|| {
        let ty = scope.runtime("Trait");
        let traits = emit_traits(&operation.traits, scope);
        quote!(const TRAITS: &[#ty] = &#traits;)
    });
    quote! {
        static INPUT: #schema = #input;
        static OUTPUT: #schema = #output;
        #traits
    }
}
