//! Imports of a generated file: the names it uses without a path, and the `use` lines for them.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ir::{RustType, Symbol};

/// The imports of one file. A name that the file defines itself is not imported but written as a path.
pub(super) struct Scope {
    own: BTreeSet<String>,
    /// Imported names by module path.
    imports: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// Whether the file is the module `schema` itself.
    is_schema: bool,
}

impl Scope {
    /// The scope of a file that defines the types `own`.
    pub(super) fn new<'a>(own: impl IntoIterator<Item = &'a Symbol>) -> Self {
        let own = own.into_iter().map(|symbol| symbol.as_str().to_owned()).collect();
        Self { own, imports: BTreeMap::new(), is_schema: false }
    }

    /// The scope of the module `schema`.
    pub(super) fn of_schema() -> Self {
        Self { is_schema: true, ..Self::new([]) }
    }

    /// A name from a module such as `tinsmith_runtime::schema`.
    pub(super) fn import(&mut self, module: &'static str, name: &'static str) -> TokenStream {
        let ident = format_ident!("{name}");
        if self.own.contains(name) {
            let module = path(module);
            return quote!(#module::#ident);
        }
        self.imports.entry(module).or_default().insert(name);
        quote!(#ident)
    }

    /// A name from the standard prelude, which needs no `use`.
    fn prelude(&self, module: &str, name: &str) -> TokenStream {
        let ident = format_ident!("{name}");
        if self.own.contains(name) {
            let module = path(module);
            return quote!(::#module::#ident);
        }
        quote!(#ident)
    }

    /// A name from the runtime's schema module, such as `Member`.
    pub(super) fn runtime(&mut self, name: &'static str) -> TokenStream {
        self.import("tinsmith_runtime::schema", name)
    }

    /// A module of the generated crate, such as `types`.
    pub(super) fn module(&mut self, name: &'static str) -> TokenStream {
        self.import("crate", name)
    }

    /// A table in the module `schema`.
    pub(super) fn table(&mut self, table: &Symbol) -> TokenStream {
        if self.is_schema {
            return quote!(#table);
        }
        let schema = self.module("schema");
        quote!(#schema::#table)
    }

    /// The tokens of a type.
    pub(super) fn ty(&mut self, ty: &RustType) -> TokenStream {
        match ty {
            RustType::Copy(name) => {
                let ident = format_ident!("{name}");
                quote!(#ident)
            }
            RustType::String => self.prelude("std::string", "String"),
            RustType::Primitive(name) => self.import("tinsmith_runtime::primitives", name),
            RustType::Unit => self.import("tinsmith_runtime::shape", "Unit"),
            RustType::Receiver(events, errors) => self.events("EventReceiver", events, errors),
            RustType::Sender(events, errors) => self.events("EventStreamSender", events, errors),
            RustType::Named(symbol) => {
                let types = self.module("types");
                quote!(#types::#symbol)
            }
            RustType::Error(symbol) => {
                let types = self.module("types");
                quote!(#types::error::#symbol)
            }
            RustType::List(element) => {
                let vec = self.prelude("std::vec", "Vec");
                let element = self.ty(element);
                quote!(#vec<#element>)
            }
            RustType::Map(key, value) => {
                let map = self.import("std::collections", "HashMap");
                let (key, value) = (self.ty(key), self.ty(value));
                quote!(#map<#key, #value>)
            }
            RustType::Option(ty) => {
                let ty = self.ty(ty);
                self.optional(&ty)
            }
        }
    }

    /// An event stream.
    fn events(&mut self, name: &'static str, events: &Symbol, errors: &Symbol) -> TokenStream {
        let (stream, types) = (self.import("tinsmith_runtime::events", name), self.module("types"));
        quote!(#stream<#types::#events, #types::error::#errors>)
    }

    /// `Option` around a type.
    pub(super) fn optional(&self, ty: &TokenStream) -> TokenStream {
        let option = self.prelude("std::option", "Option");
        quote!(#option<#ty>)
    }

    /// `Box` around a type.
    pub(super) fn boxed(&self, ty: &TokenStream) -> TokenStream {
        let boxed = self.prelude("std::boxed", "Box");
        quote!(#boxed<#ty>)
    }

    /// `Some` with a value, or `None`.
    pub(super) fn option<T: quote::ToTokens>(&self, value: Option<T>) -> TokenStream {
        match value {
            Some(value) => {
                let some = self.prelude("std::option::Option", "Some");
                quote!(#some(#value))
            }
            None => self.prelude("std::option::Option", "None"),
        }
    }

    /// The `use` lines for every name used so far.
    pub(super) fn uses(&self) -> TokenStream {
        let uses = self.imports.iter().map(|(module, names)| {
            let module = path(module);
            let names = names.iter().map(|name| format_ident!("{name}")).collect::<Vec<_>>();
            match names.as_slice() {
                [name] => quote!(use #module::#name;),
                names => quote!(use #module::{#(#names),*};),
            }
        });
        quote!(#(#uses)*)
    }
}

fn path(path: &str) -> TokenStream {
    // `crate` is a keyword, but `format_ident` accepts it as an identifier.
    let segments = path.split("::").map(|segment| format_ident!("{segment}"));
    quote!(#(#segments)::*)
}
