//! Errors that a service answers with.

use std::fmt;
use std::marker::PhantomData;

use aws_smithy_runtime_api::client::result::CreateUnhandledError;

use super::request_id::{RequestId, request_id_of};
use super::source::{BoxError, DisplayChain};
use super::{ErrorMetadata, ProvideErrorMetadata};
use crate::schema::{Member, Schema};
use crate::shape::{Blank, Structure, View};

/// An error structure of a model.
pub trait ModeledError: Structure + ProvideErrorMetadata {
    /// Sets code, message and request id.
    fn set_meta(&mut self, meta: ErrorMetadata);
}

/// An error that a service answered with, whichever it is.
pub trait Answered: ProvideErrorMetadata + fmt::Display + fmt::Debug {}

impl<T: ProvideErrorMetadata + fmt::Display + fmt::Debug> Answered for T {}

/// The error enum of an operation.
pub trait OperationError:
    ProvideErrorMetadata + CreateUnhandledError + std::error::Error + Send + Sync + Sized + 'static
{
    /// The error of this table, its members filled in by `read`; without a table, the unhandled one.
    fn read(table: Option<&'static Schema>, meta: ErrorMetadata, read: &mut dyn FnMut(&mut dyn ModeledError)) -> Self;

    /// The modeled error; none of the unhandled one.
    fn modeled(&self) -> Option<&dyn Structure>;
}

/// A modeled error with its metadata, its members filled in by `read`.
pub fn read_modeled<T: ModeledError + Blank>(meta: ErrorMetadata, read: &mut dyn FnMut(&mut dyn ModeledError)) -> T {
    let mut error = T::blank();
    read(&mut error);
    error.set_meta(meta);
    error
}

/// Writes a modeled error as `Name: message`. One that was built by hand may have its message in
/// its member alone.
pub fn display_modeled(name: &str, error: &dyn ModeledError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(name)?;
    match error.meta().message().or_else(|| own_message(error)) {
        Some(message) => write!(f, ": {message}"),
        None => Ok(()),
    }
}

/// The member that holds an error's message, unless it must not be shown.
fn own_message(error: &dyn ModeledError) -> Option<&str> {
    let is_it = |it: &Member| it.name().eq_ignore_ascii_case("message") && !it.is_sensitive();
    let index = error.schema().members().iter().position(is_it)?;
    match error.member(index)?.view() {
        View::String(message) => Some(message),
        _ => None,
    }
}

/// Writes an error answer as `Code: message (request id …)`, what a person needs to look it up. An
/// error that was built by hand and has no code is written as it writes itself.
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

/// Writes a variant of an enum of errors as `derive(Debug)` would.
pub fn debug_answer((name, error): (&str, &dyn Answered), f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_tuple(name).field(&error).finish()
}

/// An error that the model does not declare for the operation `O`, or a failure that is not an error of the
/// service. Such a failure is its source, and its text the failure's with those of its causes.
pub struct Unhandled<O = ()> {
    meta: ErrorMetadata,
    source: Option<BoxError>,
    operation: PhantomData<fn() -> O>,
}

impl<O> Unhandled<O> {
    /// The error of this code and message.
    pub fn new(meta: ErrorMetadata) -> Self {
        Self { meta, source: None, operation: PhantomData }
    }

    /// A failure that is not an error of the service.
    pub fn of_failure(failure: BoxError) -> Self {
        let meta = ErrorMetadata::builder().message(DisplayChain(&*failure).to_string()).build();
        Self { source: Some(failure), ..Self::new(meta) }
    }

    /// The same, with metadata in the text's place where there is any.
    pub fn of_source(source: BoxError, meta: Option<ErrorMetadata>) -> Self {
        match meta {
            Some(meta) => Self { source: Some(source), ..Self::new(meta) },
            None => Self::of_failure(source),
        }
    }

    /// The same error, whatever the operation was.
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
        let nothing = "the service returned an error that has neither code nor message";
        display(&self.meta, &self.meta.message().unwrap_or(nothing), f)
    }
}

impl<O> fmt::Debug for Unhandled<O> {
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
