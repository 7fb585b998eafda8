//! The pages of an operation, and the items that they list.

use std::collections::HashSet;

use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;
use aws_smithy_types::Document;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options};
use tinsmith_runtime::paginate::PaginationStream;
use tinsmith_runtime::paginate::paths::{self, Node};
use tinsmith_runtime::schema::{Datum, Kind, Member, Trait};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{Shape, Structure, View};

use super::request::send;
use super::{CallError, CallErrorKind, Request, Response, document};

/// The pagination of an operation.
#[derive(Clone, Copy)]
struct Paths {
    /// The members of the input for the tokens.
    input_tokens: &'static [&'static str],
    /// Where the tokens are in the output, in the same order.
    output_tokens: &'static [&'static str],
    /// The flag in the output that says whether there is another page.
    more: Option<&'static str>,
    items: Option<&'static str>,
}

/// The tokens of a page, as JSON.
type Tokens = Vec<Option<String>>;

impl Request {
    /// Returns a stream of the pages. Each page is requested when it is read. An error ends the stream, and so does a
    /// page with the token that it was requested with.
    ///
    /// # Errors
    ///
    /// The operation is not paginated.
    pub fn pages(self) -> Result<PaginationStream<Result<Response, CallError>>, CallError> {
        let paths = self.paths()?;
        let Self { mut input, operation, client } = self;
        Ok(PaginationStream::new(FnStream::new(move |pages| {
            Box::pin(async move {
                let mut tokens = HashSet::new();
                loop {
                    let page = send(&client, operation, &mut input.clone()).await;
                    let turned = page.as_ref().map_or(Ok(None), |page| turn(&mut input, &page.output, paths));
                    if pages.send(page).await.is_err() {
                        // Nothing reads on.
                        return;
                    }
                    let failure = match turned.map(|token| token.map(|it| tokens.insert(it))) {
                        Ok(None) => return,
                        Ok(Some(true)) => continue,
                        Ok(Some(false)) => "the service returned the token of a page that was already read",
                        Err(()) => "the token of the next page has another type than the input's",
                    };
                    let _ = pages.send(Err(CallError::new(CallErrorKind::Response, failure))).await;
                    return;
                }
            })
        })))
    }

    /// Returns a stream of the items of all pages. Entries of maps are objects with `key` and `value`. An error ends the
    /// stream.
    ///
    /// # Errors
    ///
    /// The operation is not paginated, or the model does not say which items it lists.
    pub fn items(self) -> Result<PaginationStream<Result<Document, CallError>>, CallError> {
        let path = self.paths()?.items;
        let missing = || CallError::input(format_args!("the model names no items of {}", self.operation.name));
        let path = path.ok_or_else(missing)?;
        let mut pages = self.pages()?;
        Ok(PaginationStream::new(FnStream::new(move |items| {
            Box::pin(async move {
                while let Some(page) = pages.next().await {
                    let found = page.map(|page| items_of(&page.output, path));
                    let is_last = found.is_err();
                    let found = match found {
                        Ok(found) => found.into_iter().map(Ok).collect(),
                        Err(error) => vec![Err(error)],
                    };
                    for item in found {
                        if items.send(item).await.is_err() {
                            return;
                        }
                    }
                    if is_last {
                        return;
                    }
                }
            })
        })))
    }

    /// Whether the operation is paginated: [`pages`](Self::pages) returns all its pages.
    pub fn is_paginated(&self) -> bool {
        self.paths().is_ok()
    }

    fn paths(&self) -> Result<Paths, CallError> {
        let Operation { name, traits, .. } = self.operation;
        let modeled = || {
            traits.iter().find_map(|it| match it {
                Trait::Paginated { input_token, output_token, items, .. } => Some(Paths {
                    input_tokens: std::slice::from_ref(input_token),
                    output_tokens: std::slice::from_ref(output_token),
                    more: None,
                    items: *items,
                }),
                _ => None,
            })
        };
        let added = self.operation.pages().map(|record| {
            let texts = |name| Datum::find(record, name).map(Datum::texts).unwrap_or_default();
            let text = |name| Datum::find(record, name)?.text();
            Paths {
                input_tokens: texts("inputTokens"),
                output_tokens: texts("outputTokens"),
                more: text("more"),
                items: text("items"),
            }
        });
        added.or_else(modeled).ok_or_else(|| CallError::input(format_args!("the operation {name} is not paginated")))
    }
}

/// Changes the input to request the page after this output. Returns the tokens, or `None` if this was the last page.
fn turn(input: &mut Dynamic, output: &Dynamic, paths: Paths) -> Result<Option<Tokens>, ()> {
    let more = paths.more.and_then(|path| find(output, path));
    if more.is_some_and(|(_, place)| matches!(place.view(), View::Boolean(false))) {
        return Ok(None);
    }
    let token = |path: &&str| find(output, path).and_then(|(member, place)| written(member, place));
    let tokens: Tokens = paths.output_tokens.iter().map(token).collect();
    if tokens.iter().all(Option::is_none) {
        return Ok(None);
    }
    let mut is_same = true;
    for (name, token) in paths.input_tokens.iter().zip(&tokens) {
        let (index, member) = input.schema().find_member(name).ok_or(())?;
        let before = input.member(index).and_then(|place| written(member, place));
        is_same &= before == *token;
        input.clear(index);
        if let (Some(token), Some(place)) = (token, input.member_mut(index)) {
            let is_text = member.target().kind() == Kind::String && !token.starts_with('"');
            // Some services return a number for a string.
            let token = if is_text { format!("\"{token}\"") } else { token.clone() };
            json::read_value(token.as_bytes(), member, place, &Options::PEOPLE).map_err(|_| ())?;
        }
    }
    Ok(if is_same { None } else { Some(tokens) })
}

/// A token as JSON. `None` if it counts as missing, because it is empty.
fn written(member: &'static Member, place: &dyn Shape) -> Option<String> {
    match place.view() {
        View::Absent => None,
        View::String("") => None,
        View::Map(map) if map.is_empty() => None,
        view => Some(json::write_value(member, view, &Options::PEOPLE)),
    }
}

/// A value in an output: the output itself, or the value of a member.
#[derive(Clone, Copy)]
enum Found<'a> {
    Output(&'a Dynamic),
    Value(&'static Member, &'a dyn Shape),
}

impl Node for Found<'_> {
    fn member(&self, name: &str) -> Option<Self> {
        let structure: &dyn Structure = match self {
            Self::Output(output) => *output,
            Self::Value(_, place) => match place.view() {
                View::Structure(structure) => structure,
                _ => return None,
            },
        };
        let (index, member) = structure.schema().find_member(name)?;
        structure.member(index).map(|place| Self::Value(member, place))
    }

    fn last(&self) -> Option<Self> {
        let Self::Value(member, place) = self else { return None };
        let View::List(list) = place.view() else { return None };
        let last = list.len().checked_sub(1)?;
        Some(Self::Value(member.target().members().first()?, list.get(last)?))
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Value(_, place) if matches!(place.view(), View::Absent | View::String("")))
    }
}

/// The first value at one of the paths, and its member.
fn find<'a>(output: &'a Dynamic, paths: &str) -> Option<(&'static Member, &'a dyn Shape)> {
    match paths::find(&Found::Output(output), paths)? {
        Found::Value(member, place) => Some((member, place)),
        Found::Output(_) => None,
    }
}

/// The items of a page.
fn items_of(page: &Dynamic, path: &str) -> Vec<Document> {
    let Some((member, place)) = find(page, path) else { return Vec::new() };
    match (place.view(), member.target().members()) {
        (View::List(list), [element]) => {
            let elements = (0..list.len()).filter_map(|index| list.get(index));
            elements.map(|it| document::of_value(element, it)).collect()
        }
        (View::Map(map), [_, element]) => {
            let entry = |(key, value): (&str, &dyn Shape)| {
                let fields = [("key", Document::from(key)), ("value", document::of_value(element, value))];
                Document::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            };
            map.entries().into_iter().map(entry).collect()
        }
        _ => Vec::new(),
    }
}
