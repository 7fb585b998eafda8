//! Follows the pages of an operation: a stream of its answers, or of what they list.
//!
//! The model says which member of an answer leads to the next page, and which one lists the
//! results (<https://smithy.io/2.0/spec/behavior-traits.html#paginated-trait>). Generated code ties
//! these members to their types in one [`paginated!`](crate::paginated); the loop stands here, and
//! is compiled for the operations whose paginator a program uses.

#[cfg(feature = "blocking")]
mod blocking;

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;

pub use aws_smithy_async::future::pagination_stream::PaginationStream;

use crate::client::{Call, Handle};
use crate::result::SdkError;
use crate::shape::{Shape, View};

/// An operation that answers in pages.
pub trait Paginated: Call<Input: Clone + 'static, Output: 'static> + 'static {
    /// Turns an input into that of the page after this one.
    fn turn(input: &mut Self::Input, output: &Self::Output) -> Turn;
}

/// An operation whose input limits the size of a page.
pub trait PageSize: Paginated {
    /// The type of the limit.
    type Size;

    /// Limits the size of a page.
    fn set_page_size(input: &mut Self::Input, size: Self::Size);
}

/// An operation whose pages list results.
pub trait Listing: Paginated {
    /// The results of a page.
    type Items: IntoIterator<Item: Send, IntoIter: Send> + Send;

    /// The results of this page.
    fn items(output: Self::Output) -> Self::Items;
}

/// What comes after a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing: it was the last one.
    Last,
    /// The same page again, if it were asked for.
    Same,
    /// Another page, of which this tells its token from others.
    Next(u64),
}

/// Puts the token of an answer into its place in the input.
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

/// Whether a token says as little as none: some services end with an empty one.
fn is_blank(token: &dyn Shape) -> bool {
    match token.view() {
        View::String(text) => text.is_empty(),
        View::Map(map) => map.is_empty(),
        view => view.is_absent(),
    }
}

/// A number that differs for tokens that differ.
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
        // No token of a model has another type, of which this is as good as a structure's.
        View::Structure(value) => {
            for shape in (0..value.schema().members().len()).filter_map(|index| value.member(index)) {
                fingerprint(shape).hash(&mut hasher);
            }
        }
        _ => {}
    }
    hasher.finish()
}

/// The way from page to page.
struct Way {
    stop_on_duplicate_token: bool,
    /// The tokens of the pages so far.
    tokens: HashSet<u64>,
}

/// Where the way leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    On,
    End,
    /// To a page that was read before.
    Back,
}

impl Way {
    fn new(stop_on_duplicate_token: bool) -> Self {
        Self { stop_on_duplicate_token, tokens: HashSet::new() }
    }

    fn step(&mut self, turn: Turn) -> Step {
        match turn {
            Turn::Last => Step::End,
            Turn::Same if self.stop_on_duplicate_token => Step::End,
            Turn::Next(token) if !self.tokens.insert(token) && self.stop_on_duplicate_token => Step::Back,
            _ => Step::On,
        }
    }
}

/// The service leads from page to page without end.
#[derive(Debug)]
struct RepeatedToken;

impl fmt::Display for RepeatedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the service answers with the token of a page that was read before, so that the pages have no end")
    }
}

impl std::error::Error for RepeatedToken {}

/// A call that follows the pages.
#[must_use = "nothing is sent before the stream of `send` is read"]
pub struct Paginator<C: Call> {
    handle: Handle,
    input: C::Input,
    stop_on_duplicate_token: bool,
}

impl<C: Paginated> Paginator<C> {
    /// The call of this client that starts with this input.
    pub fn new(handle: Handle, input: C::Input) -> Self {
        Self { handle, input, stop_on_duplicate_token: true }
    }

    /// Sets whether the pages end where an answer leads to the page that it is itself, as some
    /// services do at their end. They do by default; else that page is asked for for ever.
    pub fn stop_on_duplicate_token(mut self, stop: bool) -> Self {
        self.stop_on_duplicate_token = stop;
        self
    }

    /// The pages. Each is asked for when it is read. An error is the last thing that comes: where the service
    /// leads back to a page before the last one, a `ConstructionFailure` of the next request.
    pub fn send(self) -> PaginationStream<Result<C::Output, SdkError<C::Error>>> {
        let Self { handle, mut input, stop_on_duplicate_token } = self;
        PaginationStream::new(FnStream::new(move |pages| {
            Box::pin(async move {
                let mut way = Way::new(stop_on_duplicate_token);
                loop {
                    let page = handle.send::<C>(input.clone(), None).await;
                    let turn = page.as_ref().map_or(Turn::Last, |page| C::turn(&mut input, page));
                    let step = way.step(turn);
                    // Nobody reads on where the stream was dropped.
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
    /// Sets how many results a page may have at most.
    pub fn page_size(mut self, size: C::Size) -> Self {
        C::set_page_size(&mut self.input, size);
        self
    }
}

impl<C: Listing> Paginator<C> {
    /// What the pages list, one by one.
    pub fn items(self) -> Items<C> {
        Items(self)
    }
}

impl<C: Call> fmt::Debug for Paginator<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paginator").field("operation", &C::OPERATION.name).finish_non_exhaustive()
    }
}

/// A call that follows the pages and takes apart what they list.
#[must_use = "nothing is sent before the stream of `send` is read"]
#[derive(Debug)]
pub struct Items<C: Call>(Paginator<C>);

/// One of the results that the pages of an operation list.
pub type Item<C> = <<C as Listing>::Items as IntoIterator>::Item;

impl<C: Listing> Items<C> {
    /// The results. A page is asked for when its first result is read. An error is the last thing
    /// that comes.
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
                            // Where nobody reads it, nobody wants it.
                            let _ = results.send(Err(error)).await;
                            return;
                        }
                    }
                }
            })
        }))
    }
}
