//! Pagination for programs without async, with iterators instead of streams.

use super::{Item, Items, Listing, Paginated, Paginator, RepeatedToken, Step, Turn, Way};
use crate::result::SdkError;

impl<C: Paginated> Paginator<C> {
    /// Returns an iterator over the pages that blocks this thread. Each page is requested when it is read. An error
    /// ends the iterator.
    pub fn send_blocking(self) -> impl Iterator<Item = Result<C::Output, SdkError<C::Error>>> {
        let Self { handle, input, stop_on_duplicate_token } = self;
        let mut way = Way::new(stop_on_duplicate_token);
        let mut next = Some(Ok(input));
        std::iter::from_fn(move || {
            let mut input = match next.take()? {
                Ok(input) => input,
                Err(error) => return Some(Err(SdkError::construction_failure(error))),
            };
            let page = handle.send_blocking::<C>(input.clone(), None);
            let turn = page.as_ref().map_or(Turn::Last, |page| C::turn(&mut input, page));
            next = match way.step(turn) {
                Step::On => Some(Ok(input)),
                Step::End => None,
                Step::Back => Some(Err(RepeatedToken)),
            };
            Some(page)
        })
    }
}

impl<C: Listing> Items<C> {
    /// Returns an iterator over the items that blocks this thread. A page is requested when its first item is read. An
    /// error ends the iterator.
    pub fn send_blocking(self) -> impl Iterator<Item = Result<Item<C>, SdkError<C::Error>>> {
        self.0.send_blocking().flat_map(|page| match page {
            Ok(page) => C::items(page).into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        })
    }
}
