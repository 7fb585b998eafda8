//! Pagination: a stream of an operation's pages, or of the items that they list.
//!
//! The model says which output member holds the token of the next page, and which one lists the items
//! (<https://smithy.io/2.0/spec/behavior-traits.html#paginated-trait>). Generated code connects these members with
//! their types in one [`paginated!`](crate::paginated). The loop is generic, and compiled only for the paginators that
//! a program uses.

#[cfg(feature = "blocking")]
mod blocking;
#[doc(hidden)]
pub mod paths;

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;

pub use aws_smithy_async::future::pagination_stream::PaginationStream;

use crate::client::{Call, Handle};
use crate::result::SdkError;
use crate::shape::{Shape, View};

/// A paginated operation.
pub trait Paginated: Call<Input: Clone + 'static, Output: 'static> + 'static {
    /// Changes the input to request the page after this output.
    fn turn(input: &mut Self::Input, output: &Self::Output) -> Turn;
}

/// A paginated operation whose input limits the page size.
pub trait PageSize: Paginated {
    /// The type of the page size.
    type Size;

    /// Sets the maximum number of items per page.
    fn set_page_size(input: &mut Self::Input, size: Self::Size);
}

/// A paginated operation whose pages list items.
pub trait Listing: Paginated {
    /// The type of a page's items.
    type Items: IntoIterator<Item: Send, IntoIter: Send> + Send;

    /// Returns the items of a page.
    fn items(output: Self::Output) -> Self::Items;
}

/// The page that follows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// None: this was the last page.
    Last,
    /// The same page: its token is the one that was sent.
    Same,
    /// Another page. The number is a fingerprint of its token.
    Next(u64),
}

/// Puts the token of an output into the next input.
pub fn turn<T: Shape + Clone + PartialEq>(place: &mut Option<T>, token: Option<&T>) -> Turn {
    match token {
        Some(token) if !is_blank(token) => {
            if place.as_ref() == Some(token) {
                return Turn::Same;
            }
            *place = Some(token.clone());
            Turn::Next(fingerprint(token))
        }
        _ => Turn::Last,
    }
}

/// Whether a token counts as missing, because it is empty. Some services end with an empty token.
fn is_blank(token: &dyn Shape) -> bool {
    match token.view() {
        View::String(text) => text.is_empty(),
        View::Map(map) => map.is_empty(),
        view => view.is_absent(),
    }
}

/// A fingerprint of a token: equal tokens have the same one.
#[inline]
fn fingerprint(token: &dyn Shape) -> u64 {
    let mut hasher = DefaultHasher::new();
    match token.view() {
        View::String(text) => text.hash(&mut hasher),
        View::Integer(number) => number.hash(&mut hasher),
        View::Map(map) => {
            for (key, value) in map.entries() {
                key.hash(&mut hasher);
                fingerprint(value).hash(&mut hasher);
            }
        }
        // Models do not have tokens of other types. They are treated like structures.
        View::Structure(value) => {
            for shape in (0..value.schema().members().len()).filter_map(|index| value.member(index)) {
                fingerprint(shape).hash(&mut hasher);
            }
        }
        _ => {}
    }
    hasher.finish()
}

/// Tracks the pages that were read.
struct Way {
    stop_on_duplicate_token: bool,
    /// Fingerprints of the tokens so far.
    tokens: HashSet<u64>,
}

/// The next step of a pagination.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    On,
    End,
    /// The next page is one that was read before.
    Back,
}

impl Way {
    fn new(stop_on_duplicate_token: bool) -> Self {
        Self { stop_on_duplicate_token, tokens: HashSet::new() }
    }

    #[inline]
    fn step(&mut self, turn: Turn) -> Step {
        match turn {
            Turn::Last => Step::End,
            Turn::Same if self.stop_on_duplicate_token => Step::End,
            Turn::Next(token) if !self.tokens.insert(token) && self.stop_on_duplicate_token => Step::Back,
            _ => Step::On,
        }
    }
}

/// The service returns the same pages over and over.
#[derive(Debug)]
struct RepeatedToken;

impl fmt::Display for RepeatedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the service returned the token of a page that was already read, so pagination would never end")
    }
}

impl std::error::Error for RepeatedToken {}

/// A paginated call.
#[must_use = "nothing is sent before the stream of `send` is read"]
pub struct Paginator<C: Call> {
    handle: Handle,
    input: C::Input,
    stop_on_duplicate_token: bool,
}

impl<C: Paginated> Paginator<C> {
    /// Creates a paginated call of this client that starts with this input.
    pub fn new(handle: Handle, input: C::Input) -> Self {
        Self { handle, input, stop_on_duplicate_token: true }
    }

    /// Sets whether pagination ends when a page has the token that it was requested with, as some services do at the
    /// end. It does by default; otherwise, the same page is requested forever.
    pub fn stop_on_duplicate_token(mut self, stop: bool) -> Self {
        self.stop_on_duplicate_token = stop;
        self
    }

    /// Returns a stream of the pages. Each page is requested when it is read. An error ends the stream. If the service
    /// returns to a page that was already read, other than the last one, the next request fails with a
    /// `ConstructionFailure`.
    pub fn send(self) -> PaginationStream<Result<C::Output, SdkError<C::Error>>> {
        let Self { handle, mut input, stop_on_duplicate_token } = self;
        PaginationStream::new(FnStream::new(move |pages| {
            Box::pin(async move {
                let mut way = Way::new(stop_on_duplicate_token);
                loop {
                    let page = handle.send::<C>(input.clone(), None).await;
                    let turn = page.as_ref().map_or(Turn::Last, |page| C::turn(&mut input, page));
                    let step = way.step(turn);
                    // Nothing reads on if the stream was dropped.
                    if pages.send(page).await.is_err() || step == Step::End {
                        return;
                    }
                    if step == Step::Back {
                        let _ = pages.send(Err(SdkError::construction_failure(RepeatedToken))).await;
                        return;
                    }
                }
            })
        }))
    }
}

impl<C: PageSize> Paginator<C> {
    /// Sets the maximum number of items per page.
    pub fn page_size(mut self, size: C::Size) -> Self {
        C::set_page_size(&mut self.input, size);
        self
    }
}

impl<C: Listing> Paginator<C> {
    /// Returns the items of the pages, one by one.
    pub fn items(self) -> Items<C> {
        Items(self)
    }
}

impl<C: Call> fmt::Debug for Paginator<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paginator").field("operation", &C::OPERATION.name).finish_non_exhaustive()
    }
}

/// A paginated call that returns the items of its pages.
#[must_use = "nothing is sent before the stream of `send` is read"]
#[derive(Debug)]
pub struct Items<C: Call>(Paginator<C>);

/// One of the items that the pages of an operation list.
pub type Item<C> = <<C as Listing>::Items as IntoIterator>::Item;

impl<C: Listing> Items<C> {
    /// Returns a stream of the items. A page is requested when its first item is read. An error ends the stream.
    pub fn send(self) -> PaginationStream<Result<Item<C>, SdkError<C::Error>>> {
        let mut pages = self.0.send();
        PaginationStream::new(FnStream::new(move |results| {
            Box::pin(async move {
                while let Some(page) = pages.next().await {
                    match page {
                        Ok(page) => {
                            for item in C::items(page) {
                                if results.send(Ok(item)).await.is_err() {
                                    return;
                                }
                            }
                        }
                        Err(error) => {
                            // If nothing reads the error, it does not matter.
                            let _ = results.send(Err(error)).await;
                            return;
                        }
                    }
                }
            })
        }))
    }
}
