//! Emits a tree as a constant expression for a static table.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Class, Tree};

/// The tree as a constant expression of type `Node`.
///
/// It refers to `Node`, `Class` and, for classes with Unicode categories, `Categories` in the runtime's `schema`.
pub fn to_tokens(tree: &Tree) -> TokenStream {
    match tree {
        Tree::Literal(text) => quote!(Node::Literal(#text)),
        Tree::Class(class) => {
            let class = class_tokens(class);
            quote!(Node::Class(#class))
        }
        Tree::Sequence(trees) => {
            let nodes = trees.iter().map(to_tokens);
            quote!(Node::Sequence(&[#(#nodes),*]))
        }
        Tree::Choice(trees) => {
            let nodes = trees.iter().map(to_tokens);
            quote!(Node::Choice(&[#(#nodes),*]))
        }
        Tree::Repeat { tree, min, max } => repeat_tokens(&to_tokens(tree), *min, *max),
        Tree::Start => quote!(Node::Start),
        Tree::End => quote!(Node::End),
        Tree::Ahead { tree, negated } => {
            let node = to_tokens(tree);
            if *negated { quote!(Node::not_ahead(&#node)) } else { quote!(Node::ahead(&#node)) }
        }
        Tree::Behind { tree, negated } => {
            let node = to_tokens(tree);
            if *negated { quote!(Node::not_behind(&#node)) } else { quote!(Node::behind(&#node)) }
        }
    }
}

fn repeat_tokens(node: &TokenStream, min: u32, max: u32) -> TokenStream {
    let least = Literal::u32_unsuffixed(min);
    let most = Literal::u32_unsuffixed(max);
    match (min, max) {
        (0, 1) => quote!(Node::optional(&#node)),
        (_, u32::MAX) => quote!(Node::at_least(&#node, #least)),
        _ => quote!(Node::repeat(&#node, #least, #most)),
    }
}

fn class_tokens(class: &Class) -> TokenStream {
    let ascii = hex(class.ascii);
    let mut tokens = quote!(Class::ascii(#ascii));
    if !class.ranges.is_empty() {
        let ranges = class.ranges.iter().map(|&(first, last)| {
            let (first, last) = (hex(first.into()), hex(last.into()));
            quote!((#first, #last))
        });
        tokens.extend(quote!(.or_ranges(&[#(#ranges),*])));
    }
    let categories = &class.categories;
    let named = [
        (categories.letter, quote!(Categories::LETTER)),
        (categories.number, quote!(Categories::NUMBER)),
        (categories.other, quote!(Categories::OTHER)),
    ];
    let named = named.into_iter().filter_map(|(held, name)| held.then_some(name));
    if let Some(named) = named.reduce(|first, second| quote!(#first.and(#second))) {
        tokens.extend(quote!(.or_categories(#named)));
    }
    if class.negated {
        tokens.extend(quote!(.or_others()));
    }
    tokens
}

fn hex(number: u128) -> Literal {
    format!("{number:#x}").parse().unwrap_or_else(|_| Literal::u128_unsuffixed(number))
}
