//! The module `waiters`: the rules of each waiter and the names of its types.

use proc_macro2::{Literal as Token, TokenStream};
use quote::{format_ident, quote};

use super::{comment, module_doc};
use crate::ir::{Operation, Service, Waiter};
use crate::waiters::{Acceptor, Expected, Matcher};

/// `waiters.rs`.
pub(super) fn emit(service: &Service) -> TokenStream {
    let docs = module_doc(&["Waiters, one module each. The trait [`Waiters`] adds a method per waiter to the client."]);
    let waiters = service.operations.iter().flat_map(|it| it.waiters.iter().map(move |waiter| emit_waiter(it, waiter)));
    quote! {
        #docs
        tinsmith_runtime::waiters! { #(#waiters)* }
    }
}

fn emit_waiter(operation: &Operation, waiter: &Waiter) -> TokenStream {
    let Waiter { method, module, marker, fluent, final_poll, error, about, docs, rules } = waiter;
    let docs = docs.iter().map(|line| comment(line));
    let (polled, polled_marker, input) = (&operation.module, &operation.marker, &operation.input.symbol);
    let name = &rules.name;
    let (min, max) = (Token::u32_unsuffixed(rules.min_delay), Token::u32_unsuffixed(rules.max_delay));
    let acceptors = rules.acceptors.iter().map(|Acceptor { state, matcher }| {
        let (state, matcher) = (format_ident!("{state}"), emit_matcher(matcher));
        quote!(#matcher => #state)
    });
    quote! {
        waiter: #marker;
        name: #name;
        about: #about;
        docs: [#(#docs),*];
        module: #module;
        operation: #polled::#polled_marker;
        input: #input;
        min_delay: #min;
        max_delay: #max;
        method: #method;
        fluent_builder: #fluent;
        final_poll: #final_poll;
        error: #error;
        acceptors: [#(#acceptors),*];
    }
}

fn emit_matcher(it: &Matcher) -> TokenStream {
    match it {
        Matcher::Success(success) => quote!(Success(#success)),
        Matcher::ErrorType(name) => quote!(ErrorType(#name)),
        Matcher::Output(it) => {
            let it = emit_expected(it);
            quote!(Output(#it))
        }
        Matcher::InputOutput(it) => {
            let it = emit_expected(it);
            quote!(InputOutput(#it))
        }
    }
}

fn emit_expected(it: &Expected) -> TokenStream {
    let Expected { path, comparator, value } = it;
    let name = format_ident!("{comparator}");
    match value.parse::<bool>() {
        Ok(value) if *comparator == "Truth" => quote!(#path, #name(#value)),
        _ => quote!(#path, #name(#value)),
    }
}
