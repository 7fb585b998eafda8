//! The modules `schema` and `docs`: static tables that the runtime reads.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::module_doc;
use super::scope::Scope;
use super::table::{emit_table, emit_traits};
use crate::ir::{self, Service, Symbol, Type};
use crate::model::Protocol;
use crate::pattern::{Tree, to_tokens};

/// `schema.rs`.
pub(super) fn emit(service: &Service) -> TokenStream {
    let docs = module_doc(&["Schema tables of the service: the kind, members and traits of every shape."]);
    let mut scope = Scope::of_schema();
    let enums = enum_types(service);
    let schema = scope.runtime("Schema");
    let operations = service.operations.iter().map(|it| &it.module);
    let tables: Vec<TokenStream> = service
        .tables
        .iter()
        .map(|table| {
            let symbol = &table.symbol;
            let value = emit_table(table, enums.get(&table.id).copied(), &mut scope);
            quote!(pub static #symbol: #schema = #value;)
        })
        .collect();
    let patterns = emit_patterns(service, &mut scope);
    let item = emit_service(service, &mut scope);
    let uses = scope.uses();
    quote! {
        #docs
        #uses
        #item
        tinsmith_runtime::operations! { modules: #(#operations),* }
        #(#tables)*
        #patterns
    }
}

/// The types of enums by shape ID.
fn enum_types(service: &Service) -> BTreeMap<String, &Symbol> {
    let enums = service.types.iter().filter_map(|ty| match ty {
        Type::Enum(it) => Some((it.id.clone(), &it.symbol)),
        Type::Struct(_) | Type::Union(_) => None,
    });
    enums.collect()
}

fn emit_service(service: &Service, scope: &mut Scope) -> TokenStream {
    let Service { id, version, sdk_id, endpoint_prefix, signing_name, title, .. } = service;
    let ty = scope.import("tinsmith_runtime::service", "Service");
    let protocol = emit_protocol(service.protocol);
    let traits = emit_traits(&service.traits, scope);
    let rules = scope.option(service.endpoint_rules.as_ref().map(|_| quote!(&crate::endpoint::RULES)));
    let discovery = service.endpoint_discovery.as_ref().map(|ir::EndpointDiscovery { operation, error }| {
        let ty = scope.import("tinsmith_runtime::service", "EndpointDiscovery");
        quote!(static DISCOVERY: #ty = #ty::new(#operation, #error, &SERVICE);)
    });
    let discovered = scope.option(discovery.as_ref().map(|_| quote!(&DISCOVERY)));
    quote! {
        /// The service.
        pub static SERVICE: #ty = #ty {
            id: #id,
            version: #version,
            sdk_id: #sdk_id,
            endpoint_prefix: #endpoint_prefix,
            signing_name: #signing_name,
            title: #title,
            protocol: &#protocol,
            endpoint_rules: #rules,
            endpoint_discovery: #discovered,
            traits: &#traits,
        };
        #discovery
    }
}

fn emit_protocol(protocol: Protocol) -> TokenStream {
    let table = format_ident!("{}", protocol.table());
    quote!(tinsmith_runtime::protocol::#table)
}

fn emit_patterns(service: &Service, scope: &mut Scope) -> TokenStream {
    let patterns = service.patterns.iter().map(|pattern| {
        let ir::Pattern { symbol, source, tree } = pattern;
        let ty = scope.runtime("Pattern");
        let value = match tree {
            Some(tree) => {
                let node = emit_tree(tree, scope);
                quote!(#ty::new(#source, #node))
            }
            None => quote!(#ty::unchecked(#source)),
        };
        quote!(pub static #symbol: #ty = #value;)
    });
    quote!(#(#patterns)*)
}

/// The tree of a pattern.
fn emit_tree(tree: &Tree, scope: &mut Scope) -> TokenStream {
    for name in tree_names(tree) {
        scope.runtime(name);
    }
    to_tokens(tree)
}

/// The runtime types that the code of a tree refers to.
fn tree_names(tree: &Tree) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::from(["Node"]);
    match tree {
        Tree::Class(class) => {
            names.insert("Class");
            names.extend((!class.categories.is_empty()).then_some("Categories"));
        }
        Tree::Sequence(trees) | Tree::Choice(trees) => names.extend(trees.iter().flat_map(tree_names)),
        Tree::Repeat { tree, .. } | Tree::Ahead { tree, .. } | Tree::Behind { tree, .. } => {
            names.extend(tree_names(tree));
        }
        _ => {}
    }
    names
}

/// `docs.rs`.
pub(super) fn emit_docs(service: &Service) -> TokenStream {
    let docs = module_doc(&["Documentation that is available at run time, for the command line and skeletons."]);
    let entries = service.docs.iter().map(|(id, text)| quote!((#id, #text),));
    quote! {
        #docs
        tinsmith_runtime::docs! { texts: #(#entries)* }
    }
}
