//! Emits Rust from the IR: one file per kind of item, each a block of `quote!` that reads like its output.
//!
//! The IR holds every decision, so nothing here can fail.

mod client;
mod enumeration;
mod error;
mod frame;
mod manifest;
mod operation;
mod readme;
mod rules;
mod schema;
mod scope;
mod structure;
mod table;
mod types;
mod union;
mod waiters;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Deprecated, Prose, Service, Symbol, Type};
use crate::text;

/// A file of the crate.
pub struct SourceFile<'a> {
    /// The path inside the crate, separated by slashes.
    pub path: String,
    /// The content.
    pub content: Content<'a>,
}

/// The content of a file.
pub enum Content<'a> {
    /// A closure that emits Rust tokens, which are then formatted. Tokens are not `Send`, so the thread that formats
    /// them also makes them.
    Rust(Box<dyn FnOnce() -> TokenStream + Send + 'a>),
    /// TOML, written unchanged below the header.
    Toml(String),
    /// Markdown, written unchanged below the header.
    Markdown(String),
}

/// Every file of the service's crate, ordered by path.
pub fn emit(service: &Service) -> Vec<SourceFile<'_>> {
    let mut files = vec![
        SourceFile { path: "Cargo.toml".to_owned(), content: Content::Toml(manifest::emit(service)) },
        SourceFile { path: "README.md".to_owned(), content: Content::Markdown(readme::emit(service)) },
        rust("src/lib.rs", || frame::emit_lib(service)),
        rust("src/client.rs", || client::emit(service)),
        rust("src/config.rs", || frame::emit_config(service)),
        rust("src/docs.rs", || schema::emit_docs(service)),
        rust("src/error.rs", || error::emit_module(service)),
        rust("src/meta.rs", frame::emit_meta),
        rust("src/operation.rs", || operation::emit_module(service)),
        rust("src/primitives.rs", || frame::emit_primitives(service)),
        rust("src/schema.rs", || schema::emit(service)),
        rust("src/types.rs", || types::emit_module(service)),
        rust("src/types/builders.rs", || types::emit_builders(service)),
        rust("src/types/error.rs", || error::emit_types_module(service)),
        rust("src/types/error/builders.rs", || error::emit_builders(service)),
    ];
    if service.krate.cli_path.is_some() {
        files.push(rust(&format!("src/bin/{}.rs", service.krate.program), || frame::emit_program(service)));
    }
    files.extend(service.endpoint_rules.iter().map(|it| rust("src/endpoint.rs", || rules::emit(it))));
    if service.has_waiters() {
        files.push(rust("src/waiters.rs", || waiters::emit(service)));
    }
    files.extend(service.operations.iter().map(|operation| {
        rust(&format!("src/operation/{}.rs", operation.module.as_str()), || operation::emit(operation))
    }));
    files.extend(service.types.iter().map(|ty| {
        rust(&format!("src/types/{}.rs", ty.module().as_str()), move || match ty {
            Type::Struct(it) => structure::emit(it),
            Type::Union(it) => union::emit(it),
            Type::Enum(it) => enumeration::emit(it),
        })
    }));
    files.extend(
        service.errors.iter().map(|it| rust(&format!("src/types/error/{}.rs", it.module.as_str()), || error::emit(it))),
    );
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn rust<'a>(path: &str, emit: impl FnOnce() -> TokenStream + Send + 'a) -> SourceFile<'a> {
    SourceFile { path: path.to_owned(), content: Content::Rust(Box::new(emit)) }
}

/// Doc comments from lines of text.
fn doc<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let lines = lines.iter().map(|line| comment(line.as_ref()));
    quote!(#(#[doc = #lines])*)
}

/// Inner doc comments of a module from lines of text.
fn module_doc<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let lines = lines.iter().map(|line| comment(line.as_ref()));
    quote!(#(#![doc = #lines])*)
}

/// A line of documentation with the space that follows the slashes.
fn comment(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {}", text::line(line)) }
}

/// The documentation of an item, or `otherwise` if it has none.
fn doc_or(prose: &Prose, otherwise: &str) -> TokenStream {
    match prose.rustdoc() {
        lines if lines.is_empty() => doc(&[otherwise]),
        lines => doc(&lines),
    }
}

fn deprecated(deprecated: Option<&Deprecated>) -> TokenStream {
    match deprecated {
        None => quote!(),
        Some(Deprecated { note }) if note.is_empty() => quote!(#[deprecated]),
        Some(Deprecated { note }) => quote!(#[deprecated(note = #note)]),
    }
}

/// `mod` and `pub use` of modules that hold one type each.
fn one_type_modules<'a>(items: impl Iterator<Item = (&'a Symbol, &'a Symbol)> + Clone) -> TokenStream {
    let modules = items.clone().map(|(module, _)| quote!(pub(crate) mod #module;));
    let uses = items.map(|(module, symbol)| quote!(pub use #module::#symbol;));
    quote!(#(#modules)* #(#uses)*)
}

/// The module that re-exports the builders of the types next to it.
fn builders_module<'a>(line: &str, items: impl Iterator<Item = (&'a Symbol, &'a Symbol)>) -> TokenStream {
    let docs = module_doc(&[line]);
    let uses: Vec<TokenStream> = items.map(|(module, builder)| quote!(#module::#builder)).collect();
    match uses.as_slice() {
        [] => docs,
        [one] => quote!(#docs pub use super::#one;),
        uses => quote!(#docs pub use super::{#(#uses),*};),
    }
}
