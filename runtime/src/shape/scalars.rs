//! The shapes of plain values.

use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

use super::{Blank, Shape, Slot, View};

/// Implements [`Shape`] and [`Blank`] for a scalar type.
macro_rules! scalar {
    ($($type:ty: $slot:ident, $blank:expr, |$it:ident| $view:expr;)*) => {$(
        impl Shape for $type {
            fn view(&self) -> View<'_> {
                let $it = self;
                $view
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
        }

        impl Blank for $type {
            fn blank() -> Self {
                $blank
            }
        }
    )*};
}

scalar! {
    bool: Boolean, false, |it| View::Boolean(*it);
    i8: Byte, 0, |it| View::Integer(i64::from(*it));
    i16: Short, 0, |it| View::Integer(i64::from(*it));
    i32: Integer, 0, |it| View::Integer(i64::from(*it));
    i64: Long, 0, |it| View::Integer(*it);
    f32: Float, 0.0, |it| View::Float(*it);
    f64: Double, 0.0, |it| View::Double(*it);
    BigInteger: BigInteger, BigInteger::default(), |it| View::Number(it.as_ref());
    BigDecimal: BigDecimal, BigDecimal::default(), |it| View::Number(it.as_ref());
    String: String, String::new(), |it| View::String(it);
    Blob: Blob, Blob::new(Vec::new()), |it| View::Blob(it.as_ref());
    DateTime: Timestamp, DateTime::from_secs(0), |it| View::Timestamp(it);
    Document: Document, Document::Null, |it| View::Document(it);
}
