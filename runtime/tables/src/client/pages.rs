//! The pages of an operation, and the items that they list.

use std::collections::HashSet;

use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;
use aws_smithy_types::Document;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options};
use tinsmith_runtime::paginate::PaginationStream;
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
    let is_false = |_: &'static Member, place: &dyn Shape| matches!(place.view(), View::Boolean(false));
    if paths.more.and_then(|path| find(output, path, &is_false)) == Some(true) {
        return Ok(None);
    }
    let tokens: Tokens = paths.output_tokens.iter().map(|path| find(output, path, &written).flatten()).collect();
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

/// Passes the first value at one of the paths, separated by `||`, to `see`. `None` if there is none.
fn find<T>(value: &dyn Structure, paths: &str, see: &dyn Fn(&'static Member, &dyn Shape) -> T) -> Option<T> {
    let is_there = |_: &'static Member, place: &dyn Shape| !matches!(place.view(), View::String(""));
    let mut paths = paths.split("||").map(str::trim);
    let path = paths.find(|path| find_at(value, path, &is_there) == Some(true))?;
    find_at(value, path, see)
}

/// Passes the value at a path to `see`: names of members separated by dots, with `[-1]` for the last element of a list.
fn find_at<T>(value: &dyn Structure, path: &str, see: &dyn Fn(&'static Member, &dyn Shape) -> T) -> Option<T> {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let (name, is_last) = step.strip_suffix("[-1]").map_or((step, false), |name| (name, true));
    let (index, member) = value.schema().find_member(name)?;
    let place = value.member(index).filter(|it| !it.view().is_absent())?;
    let (member, place) = match (is_last, place.view()) {
        (false, _) => (member, place),
        (true, View::List(list)) => (member.target().members().first()?, list.get(list.len().checked_sub(1)?)?),
        (true, _) => return None,
    };
    match (rest, place.view()) {
        (None, _) => Some(see(member, place)),
        (Some(rest), View::Structure(inner)) => find_at(inner, rest, see),
        _ => None,
    }
}

/// The items of a page.
fn items_of(page: &Dynamic, path: &str) -> Vec<Document> {
    let found = find(page, path, &|member, place| match (place.view(), member.target().members()) {
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
    });
    found.unwrap_or_default()
}
