//! Errors that a service returns.

use std::fmt;
use std::marker::PhantomData;

use aws_smithy_runtime_api::client::result::CreateUnhandledError;

use super::request_id::{RequestId, request_id_of};
use super::source::{BoxError, DisplayChain};
use super::{ErrorMetadata, ProvideErrorMetadata};
use crate::scan;
use crate::schema::{Member, Schema};
use crate::shape::{Blank, Structure, View};

/// An error structure of a model.
pub trait ModeledError: Structure + ProvideErrorMetadata {
    /// Sets code, message and request id.
    fn set_meta(&mut self, meta: ErrorMetadata);
}

/// An error that a service returned, of any type.
pub trait Answered: ProvideErrorMetadata + fmt::Display + fmt::Debug {}

impl<T: ProvideErrorMetadata + fmt::Display + fmt::Debug> Answered for T {}

/// The error enum of an operation.
pub trait OperationError:
    ProvideErrorMetadata + CreateUnhandledError + std::error::Error + Send + Sync + Sized + 'static
{
    /// Creates the error for this table and fills in its members with `read`. Without a table, creates the unhandled
    /// error.
    fn read(table: Option<&'static Schema>, meta: ErrorMetadata, read: &mut dyn FnMut(&mut dyn ModeledError)) -> Self;

    /// The modeled error; `None` for the unhandled one.
    fn modeled(&self) -> Option<&dyn Structure>;
}

/// An operation or a stream of events, for the type of its errors.
pub trait Declares {
    /// The names of the error types that its model declares, or `None` if it may have any of the service's.
    const ERRORS: Option<&'static [&'static str]>;
}

/// Whether a name is in a list. Without a list, every name counts.
pub const fn is_among(names: Option<&[&str]>, name: &str) -> bool {
    let Some(names) = names else { return true };
    let mut index = 0;
    while index < names.len() {
        if is_same(names[index].as_bytes(), name.as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}

/// Creates a modeled error with its metadata, and fills in its members with `read`.
pub fn read_modeled<T: ModeledError + Blank>(meta: ErrorMetadata, read: &mut dyn FnMut(&mut dyn ModeledError)) -> T {
    let mut error = T::blank();
    read(&mut error);
    error.set_meta(meta);
    error
}

/// Writes a modeled error as `Name: message`. The message of an error that a program built may be in its member only.
pub fn display_modeled(name: &str, error: &dyn ModeledError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(name)?;
    match error.meta().message().or_else(|| own_message(error)) {
        Some(message) => write!(f, ": {message}"),
        None => Ok(()),
    }
}

/// The member that holds the error's message, unless it is sensitive.
fn own_message(error: &dyn ModeledError) -> Option<&str> {
    let is_it = |it: &Member| scan::is_same(it.name(), "message") && !it.is_sensitive();
    let index = error.schema().members().iter().position(is_it)?;
    match error.member(index)?.view() {
        View::String(message) => Some(message),
        _ => None,
    }
}

/// Writes an error response as `Code: message (request id …)`, with what is needed to look it up. An error without a
/// code, built by a program, is written with its own `Display`.
pub fn display_answer(error: &dyn Answered, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    display(error.meta(), error, f)
}

fn display(meta: &ErrorMetadata, own: &dyn fmt::Display, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (meta.code(), meta.message()) {
        (Some(code), Some(message)) => write!(f, "{code}: {message}")?,
        (Some(code), None) => f.write_str(code)?,
        (None, _) => own.fmt(f)?,
    }
    match request_id_of(meta) {
        Some(id) => write!(f, " (request id {id})"),
        None => Ok(()),
    }
}

/// Writes a variant of an error enum as `derive(Debug)` would.
pub fn debug_answer((name, error): (&str, &dyn Answered), f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_tuple(name).field(&error).finish()
}

/// An error that the model does not declare for the operation `O`, or a failure that is not a service error. For such a
/// failure, the source is the failure, and the text that of the failure and its causes.
pub struct Unhandled<O = ()> {
    meta: ErrorMetadata,
    source: Option<BoxError>,
    operation: PhantomData<fn() -> O>,
}

impl<O> Unhandled<O> {
    /// Creates an error with this code and message.
    pub fn new(meta: ErrorMetadata) -> Self {
        Self { meta, source: None, operation: PhantomData }
    }

    /// Creates an error for a failure that is not a service error.
    pub fn of_failure(failure: BoxError) -> Self {
        let meta = ErrorMetadata::builder().message(DisplayChain(&*failure).to_string()).build();
        Self { source: Some(failure), ..Self::new(meta) }
    }

    /// Like [`of_failure`](Self::of_failure), but with the metadata instead of the text, if there is any.
    pub fn of_source(source: BoxError, meta: Option<ErrorMetadata>) -> Self {
        match meta {
            Some(meta) => Self { source: Some(source), ..Self::new(meta) },
            None => Self::of_failure(source),
        }
    }

    /// The same error, independent of the operation.
    pub fn of_any(self) -> Unhandled {
        Unhandled { source: self.source, ..Unhandled::new(self.meta) }
    }
}

impl<O> ProvideErrorMetadata for Unhandled<O> {
    fn meta(&self) -> &ErrorMetadata {
        &self.meta
    }
}

impl<O> fmt::Display for Unhandled<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nothing = "the service returned an error without code and message";
        display(&self.meta, &self.meta.message().unwrap_or(nothing), f)
    }
}

impl<O> fmt::Debug for Unhandled<O> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unhandled").field("meta", &self.meta).field("source", &self.source).finish()
    }
}

impl<O> std::error::Error for Unhandled<O> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|it| &**it as _)
    }
}

impl<O> RequestId for Unhandled<O> {
    fn request_id(&self) -> Option<&str> {
        request_id_of(self)
    }
}
