//! The module `endpoint`: the service's endpoint rules.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::module_doc;
use crate::rules::{Expr, Outcome, Parameter, Place, Rules};

/// `endpoint.rs`.
pub(super) fn emit(rules: &Rules) -> TokenStream {
    let docs = module_doc(&["Endpoint rules of the service."]);
    let parameters = rules.parameters.iter().map(emit_parameter);
    let conditions = rules.conditions.iter().map(|it| {
        let value = emit_expr(&it.value);
        let assign = it.assign.as_ref().map(|name| quote!(, assign: #name));
        quote!(condition: #value #assign;)
    });
    let results = rules.results.iter().map(emit_outcome);
    let root = emit_place(rules.root);
    let nodes = rules.nodes.iter().map(|it| {
        let condition = Literal::usize_unsuffixed(it.condition);
        let (yes, no) = (emit_place(it.yes), emit_place(it.no));
        quote!([#condition, #yes, #no])
    });
    quote! {
        #docs
        tinsmith_runtime::endpoint_rules! {
            #(#parameters)*
            #(#conditions)*
            #(result: #results;)*
            root: #root;
            nodes: #(#nodes),*;
        }
    }
}

/// A place as the runtime represents it: results are negative.
fn emit_place(place: Place) -> Literal {
    let number = |index: usize| i64::try_from(index).unwrap_or(i64::MAX);
    Literal::i64_unsuffixed(match place {
        Place::Node(index) => number(index),
        Place::Result(index) => -1 - number(index),
    })
}

fn emit_parameter(it: &Parameter) -> TokenStream {
    let Parameter { name, required, .. } = it;
    let built_in = it.built_in.map(|variant| {
        let variant = format_ident!("{variant}");
        quote!(, built_in: #variant)
    });
    let default = it.default.as_ref().map(|it| {
        let value = emit_expr(it);
        quote!(, default: #value)
    });
    quote!(parameter: #name, required: #required #built_in #default;)
}

fn emit_outcome(it: &Outcome) -> TokenStream {
    match it {
        Outcome::NoMatch => quote!(NoMatch),
        Outcome::Error(Expr::Text(text)) => quote!(Error(#text)),
        Outcome::Error(text) => {
            let text = emit_expr(text);
            quote!(Error(#text))
        }
        Outcome::Endpoint { url, properties, headers } => {
            if let Some(region) = signed_for(properties).filter(|_| headers.is_empty()) {
                let (url, region) = (emit_expr(url), emit_expr(region));
                return quote!(Signed(#url, #region));
            }
            let (url, properties) = (emit_expr(url), emit_fields(properties));
            let headers = headers.iter().map(|(name, values)| {
                let values = values.iter().map(emit_expr);
                quote!((#name, &[#(#values),*]))
            });
            quote!(Endpoint(#url, &[#properties], &[#(#headers),*]))
        }
    }
}

/// The signing region, if an endpoint's properties contain nothing but a single `sigv4` scheme with that region. Most
/// endpoints of services without regions are of this kind.
fn signed_for(properties: &[(String, Expr)]) -> Option<&Expr> {
    let [(schemes, Expr::List(all))] = properties else { return None };
    let [Expr::Record(fields)] = all.as_slice() else { return None };
    let [(name, Expr::Text(scheme)), (field, region)] = fields.as_slice() else { return None };
    let is_it = [schemes, name, scheme, field] == ["authSchemes", "name", "sigv4", "signingRegion"];
    is_it.then_some(region)
}

fn emit_fields(fields: &[(String, Expr)]) -> TokenStream {
    let fields = fields.iter().map(|(name, value)| {
        let value = emit_expr(value);
        quote!((#name, #value))
    });
    quote!(#(#fields),*)
}

fn emit_list(items: &[Expr]) -> TokenStream {
    let items = items.iter().map(emit_expr);
    quote!(&[#(#items),*])
}

/// An expression, using the names that the macro brings into scope.
fn emit_expr(it: &Expr) -> TokenStream {
    match it {
        Expr::Bool(value) => quote!(Bool(#value)),
        Expr::Integer(value) => {
            let value = Literal::i32_unsuffixed(*value);
            quote!(Integer(#value))
        }
        Expr::Text(text) => quote!(Text(#text)),
        Expr::Ref(name) => quote!(Ref(#name)),
        Expr::Attr(of, path) => {
            let of = emit_expr(of);
            quote!(Attr(&#of, #path))
        }
        Expr::Call(variant, arguments) => {
            let (variant, arguments) = (format_ident!("{variant}"), emit_list(arguments));
            quote!(Call(#variant, #arguments))
        }
        Expr::List(items) => {
            let items = emit_list(items);
            quote!(List(#items))
        }
        Expr::Record(fields) => {
            let fields = emit_fields(fields);
            quote!(Record(&[#fields]))
        }
    }
}
