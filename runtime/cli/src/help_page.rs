//! Help pages, formatted for a terminal or as manual pages.

mod page;
mod roff;

pub use page::Page;
pub(crate) use page::first_sentence;
pub(crate) use roff::Head;
