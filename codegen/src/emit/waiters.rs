//! The module `waiters`: what each waits for, and what callers call it.

use proc_macro2::{Literal as Token, TokenStream};
use quote::{format_ident, quote};

use super::table::emit_double;
use super::{comment, module_doc};
use crate::ir::{Operation, Service, Waiter};
use crate::waiters::{Acceptor, Expected, Literal, Matcher, Path};

/// `waiters.rs`.
pub(super) fn emit(service: &Service) -> TokenStream {
    let docs = module_doc(&["Waiters: a module for each. The trait [`Waiters`] gives the client a method for each."]);
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
        quote!(#state on #matcher;)
    });
    quote! {
        #name, #about #(, #docs)*;
        #module #marker polls #polled #polled_marker #input, #min to #max;
        #method #fluent #final_poll #error;
        #(#acceptors)*
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
    let Expected { source, path, comparator, value } = it;
    let (path, name) = (emit_path(path), format_ident!("{comparator}"));
    match value.parse::<bool>() {
        Ok(value) if *comparator == "Truth" => quote!(#source, #path, #name(#value)),
        _ => quote!(#source, #path, #name(#value)),
    }
}

/// An expression, by the names that the macro brings into scope.
pub(super) fn emit_path(it: &Path) -> TokenStream {
    let pair = |name: &str, first: &Path, second: &Path| {
        let (name, first, second) = (format_ident!("{name}"), emit_path(first), emit_path(second));
        quote!(#name(&#first, &#second))
    };
    match it {
        Path::Current => quote!(Current),
        Path::Field(name) => quote!(Field(#name)),
        Path::Index(index) => {
            let index = Token::i32_unsuffixed(*index);
            quote!(Index(#index))
        }
        Path::Literal(it) => {
            let it = emit_literal(it);
            quote!(Literal(#it))
        }
        Path::Then(first, second) => pair("Then", first, second),
        Path::Each(list, each) => pair("Each", list, each),
        Path::EachValue(object, each) => pair("EachValue", object, each),
        Path::Flatten(list) => {
            let list = emit_path(list);
            quote!(Flatten(&#list))
        }
        Path::Filter(list, condition) => pair("Filter", list, condition),
        Path::Pick(all) => {
            let all = all.iter().map(emit_path);
            quote!(Pick(&[#(#all),*]))
        }
        Path::Compare(comparison, left, right) => {
            let (comparison, left, right) = (format_ident!("{comparison}"), emit_path(left), emit_path(right));
            quote!(Compare(#comparison, &#left, &#right))
        }
        Path::And(left, right) => pair("And", left, right),
        Path::Or(left, right) => pair("Or", left, right),
        Path::Not(inner) => {
            let inner = emit_path(inner);
            quote!(Not(&#inner))
        }
        Path::Call(function, arguments) => {
            let (function, arguments) = (format_ident!("{function}"), arguments.iter().map(emit_path));
            quote!(Call(#function, &[#(#arguments),*]))
        }
    }
}

fn emit_literal(it: &Literal) -> TokenStream {
    match it {
        Literal::Null => quote!(Null),
        Literal::Boolean(value) => quote!(Boolean(#value)),
        Literal::Number(value) => {
            let value = emit_double(*value);
            quote!(Number(#value))
        }
        Literal::Text(text) => quote!(Text(#text)),
        Literal::List(items) => {
            let items = items.iter().map(emit_literal);
            quote!(List(&[#(#items),*]))
        }
    }
}
