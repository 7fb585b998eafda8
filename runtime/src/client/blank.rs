//! Values for the client's own calls.

use crate::dynamic::Dynamic;
use crate::schema::Schema;
use crate::shape::Structure;

/// A structure of this schema with no member set. Boxed in a function of its own, because the code of dynamic values is
/// compiled in every place that creates one.
#[inline(never)]
pub(super) fn blank(schema: &'static Schema) -> Box<dyn Structure> {
    Box::new(Dynamic::new(schema))
}
