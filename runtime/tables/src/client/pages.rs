//! The pages of an operation, and the items that they list.

use std::collections::HashSet;

use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;
use aws_smithy_types::Document;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options};
use tinsmith_runtime::paginate::PaginationStream;
use tinsmith_runtime::schema::{Member, Trait};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{Shape, Structure, View};

use super::request::send;
use super::{CallError, Request, Response, document};

/// The members of a paginated operation.
#[derive(Clone, Copy)]
struct Paths {
    input_token: &'static str,
    output_token: &'static str,
    items: Option<&'static str>,
}

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
                    let _ = pages.send(Err(CallError::new(failure))).await;
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
        let missing = || CallError::new(format_args!("the model names no items of {}", self.operation.name));
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

    fn paths(&self) -> Result<Paths, CallError> {
        let Operation { name, traits, .. } = self.operation;
        let found = traits.iter().find_map(|it| match it {
            Trait::Paginated { input_token, output_token, items, .. } => {
                Some(Paths { input_token, output_token, items: *items })
            }
            _ => None,
        });
        found.ok_or_else(|| CallError::new(format_args!("the operation {name} is not paginated")))
    }
}

/// Changes the input to request the page after this output. Returns the token, or `None` if this was the last page.
fn turn(input: &mut Dynamic, output: &Dynamic, paths: Paths) -> Result<Option<String>, ()> {
    let Some(token) = find(output, paths.output_token, &mut |member, place| written(member, place)).flatten() else {
        return Ok(None);
    };
    let Some((index, member)) = input.schema().find_member(paths.input_token) else { return Err(()) };
    let place = input.member_mut(index).ok_or(())?;
    if !place.view().is_absent() && written(member, place).as_ref() == Some(&token) {
        return Ok(None);
    }
    input.clear(index);
    let place = input.member_mut(index).ok_or(())?;
    json::read_value(token.as_bytes(), member, place, &Options::PEOPLE).map_err(|_| ())?;
    Ok(Some(token))
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

/// Passes the value at a path of member names to `see`. `None` if there is none.
fn find<T>(value: &dyn Structure, path: &str, see: &mut dyn FnMut(&'static Member, &dyn Shape) -> T) -> Option<T> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let (index, member) = value.schema().find_member(name)?;
    let place = value.member(index).filter(|it| !it.view().is_absent())?;
    match (rest, place.view()) {
        (None, _) => Some(see(member, place)),
        (Some(rest), View::Structure(inner)) => find(inner, rest, see),
        _ => None,
    }
}

/// The items of a page.
fn items_of(page: &Dynamic, path: &str) -> Vec<Document> {
    let found = find(page, path, &mut |member, place| match (place.view(), member.target().members()) {
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
