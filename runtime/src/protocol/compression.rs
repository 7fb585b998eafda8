//! Compression of requests: <https://smithy.io/2.0/spec/behavior-traits.html#requestcompression-trait>

use crate::message::Request;
use crate::service::Operation;

/// Compresses the body, if the operation asks for it and the body is large enough.
#[cfg(feature = "compression")]
pub(super) fn apply(operation: &Operation, request: &mut Request, min_bytes: Option<usize>) {
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    // Gzip is the only encoding that Smithy defines.
    if min_bytes.is_none_or(|it| request.body.len() < it) || !operation.request_compression().contains(&"gzip") {
        return;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to a vector cannot fail. If it did, the uncompressed body would be valid too.
    if let Ok(body) = encoder.write_all(&request.body).and_then(|()| encoder.finish()) {
        request.body = body;
        let encodings = match request.headers.get("content-encoding") {
            Some(earlier) if !earlier.is_empty() => format!("{earlier}, gzip"),
            _ => "gzip".to_owned(),
        };
        request.headers.insert("content-encoding", encodings);
    }
}

/// Without the feature, all bodies are sent uncompressed.
#[cfg(not(feature = "compression"))]
pub(super) fn apply(_: &Operation, _: &mut Request, _: Option<usize>) {}

#[cfg(all(test, feature = "compression"))]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;
    use crate::protocol::AwsQuery;
    use crate::schema::{Schema, Trait};
    use crate::service::Service;

    static UNIT: Schema = Schema::structure("demo#Unit", &[], &[]);
    static SERVICE: Service = Service::example(&AwsQuery);

    fn operation(traits: &'static [Trait]) -> Operation {
        Operation { name: "Do", service: &SERVICE, input: &UNIT, output: &UNIT, errors: &[], traits }
    }

    #[test]
    fn large_bodies_are_compressed_where_the_operation_asks_for_it() {
        const GZIP: &[Trait] = &[Trait::RequestCompression(&["br", "gzip"])];
        for (traits, length, compressed) in [
            (GZIP, 10_240, true),
            (GZIP, 10_239, false),
            (&[], 10_240, false),
            (&[Trait::RequestCompression(&["br"])], 10_240, false),
        ] {
            let body = vec![b'a'; length];
            let mut request = Request::new("POST", "/", body.clone());
            apply(&operation(traits), &mut request, Some(10_240));
            assert_eq!(request.headers.get("Content-Encoding"), compressed.then_some("gzip"), "{length}");
            let mut read = Vec::new();
            if compressed {
                assert!(request.body.len() < length);
                GzDecoder::new(request.body.as_slice()).read_to_end(&mut read).unwrap();
            } else {
                read = request.body;
            }
            assert_eq!(read, body);
        }
    }
}
