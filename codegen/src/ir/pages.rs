//! Pagination: the fields that hold the token, the page size and the items.

use super::resolve::Resolver;
use super::symbols::{Space, Symbol};
use super::types::{resolve_need, resolve_type};
use super::{Need, RustType};
use crate::model::{Operation, Shape, ShapeKind, Traits};

/// The pagination of an operation.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The paginator type.
    pub paginator: Symbol,
    /// The input field for the token.
    pub token: Symbol,
    /// The path to the next token in the output.
    pub next: Vec<Step>,
    /// The input field for the page size, and its type.
    pub size: Option<(Symbol, RustType)>,
    /// The type of the items, and the path to them in the output.
    pub items: Option<(RustType, Vec<Step>)>,
}

/// A step on the path to a value inside a structure.
#[derive(Clone, Debug)]
pub struct Step {
    /// The field.
    pub field: Symbol,
    /// Whether the field is an `Option`.
    pub is_optional: bool,
}

/// The pagination of an operation whose type names start with `symbol`. `None` if the output token has a different type
/// than the input token, because then only the caller can convert it.
pub(super) fn resolve_pages(
    resolver: &Resolver<'_>,
    operation: &Operation,
    [own, service]: [&Traits; 2],
    symbol: &Symbol,
) -> Option<Pages> {
    let paginated = own.paginated()?.or(service.paginated().unwrap_or_default());
    let input = resolver.model.shape(operation.input.as_str())?;
    let output = resolver.model.shape(operation.output.as_str())?;
    let of_input = |name: Option<&str>| {
        let (way, ty) = follow(resolver, input, name?, true)?;
        let [Step { field, is_optional: true }] = way.as_slice() else { return None };
        Some((field.clone(), ty))
    };
    let (token, token_type) = of_input(paginated.input_token)?;
    let (next, next_type) = follow(resolver, output, paginated.output_token?, false)?;
    (token_type == next_type).then(|| Pages {
        paginator: symbol.suffixed("Paginator"),
        token,
        next,
        size: of_input(paginated.page_size),
        items: paginated.items.and_then(|path| follow(resolver, output, path, false)).map(|(way, ty)| (ty, way)),
    })
}

/// Follows a dotted path from a structure. Returns the path and the type at its end, or `None` if it goes through
/// anything but structures.
fn follow(resolver: &Resolver<'_>, structure: &Shape, path: &str, is_input: bool) -> Option<(Vec<Step>, RustType)> {
    let mut here = structure;
    let mut way = Vec::new();
    let mut end = None;
    for (depth, name) in path.split('.').enumerate() {
        if here.kind != ShapeKind::Structure {
            return None;
        }
        let mut space = Space::fields();
        // The name of a field depends on the fields before it.
        let mut fields = here.members.iter().map(|member| (member, space.claim_field(&member.name)));
        let (member, field) = fields.find(|(member, _)| member.name == name)?;
        let need = resolve_need(resolver.model, member, is_input && depth == 0);
        way.push(Step { field, is_optional: need == Need::Optional });
        end = Some(resolve_type(resolver.model, &resolver.names, member));
        here = resolver.model.target(member)?;
    }
    Some((way, end?))
}
