//! Compares two values.

use super::{List, Structure, View, sort_entries};

/// Whether two structures of one type have equal members, like `derive(PartialEq)`.
#[doc(hidden)]
pub fn same(a: &dyn Structure, b: &dyn Structure) -> bool {
    // Errors have a field for the message even if the model has no member for it.
    let mut members = (0..).map_while(|index| Some((a.member(index)?, b.member(index)?)));
    members.all(|(a, b)| equal(a.view(), b.view()))
}

/// Whether two values of one shape are equal.
pub(crate) fn equal(a: View<'_>, b: View<'_>) -> bool {
    match (a, b) {
        (View::Absent, View::Absent) => true,
        (View::Boolean(a), View::Boolean(b)) => a == b,
        (View::Integer(a), View::Integer(b)) => a == b,
        (View::Float(a), View::Float(b)) => a == b,
        (View::Double(a), View::Double(b)) => a == b,
        (View::Number(a), View::Number(b)) | (View::String(a), View::String(b)) => a == b,
        (View::Blob(a), View::Blob(b)) => a == b,
        (View::Timestamp(a), View::Timestamp(b)) => a == b,
        (View::Document(a), View::Document(b)) => a == b,
        (View::List(a), View::List(b)) => {
            a.len() == b.len() && (0..a.len()).all(|index| equal(element(a, index), element(b, index)))
        }
        (View::Map(a), View::Map(b)) => {
            // Equal maps may have been filled in different orders.
            let (mut a, mut b) = (a.entries(), b.entries());
            [&mut a, &mut b].into_iter().for_each(|it| sort_entries(it));
            let mut pairs = a.iter().zip(&b);
            a.len() == b.len() && pairs.all(|((x, a), (y, b))| x == y && equal(a.view(), b.view()))
        }
        (View::Structure(a), View::Structure(b)) => same(a, b),
        (View::Union(a), View::Union(b)) => match (a.get(), b.get()) {
            (Some((x, a)), Some((y, b))) => x == y && equal(a.view(), b.view()),
            (a, b) => a.is_none() && b.is_none(),
        },
        // Streams cannot be compared without reading them.
        _ => false,
    }
}

fn element(list: &dyn List, index: usize) -> View<'_> {
    list.get(index).map_or(View::Absent, |it| it.view())
}
