//! Annotation traits: traits without a value.

use super::traits::Traits;

/// Accessors for annotation traits.
macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        impl Traits {
            $($(#[$doc])* pub fn $name(&self) -> bool {
                self.has($id)
            })*
        }
    };
}

flags! {
    /// `required`: the member must have a value.
    required = "smithy.api#required";
    /// `clientOptional`: clients treat the member as optional, whatever other traits it has.
    client_optional = "smithy.api#clientOptional";
    /// `addedDefault`: the default was added after the member.
    added_default = "smithy.api#addedDefault";
    /// `input`: a structure used only as an operation's input.
    input = "smithy.api#input";
    /// `output`: a structure used only as an operation's output.
    output = "smithy.api#output";
    /// `mixin`: a shape that is only used as a mixin.
    mixin = "smithy.api#mixin";
    /// `uniqueItems`: elements are unique.
    unique_items = "smithy.api#uniqueItems";
    /// `sparse`: elements or values may be null.
    sparse = "smithy.api#sparse";
    /// `sensitive`: values must never be shown.
    sensitive = "smithy.api#sensitive";
    /// `idempotencyToken`: the client generates a value.
    idempotency_token = "smithy.api#idempotencyToken";
    /// `idempotent`: repeated calls have the same effect as one.
    idempotent = "smithy.api#idempotent";
    /// `readonly`: the call changes nothing.
    readonly = "smithy.api#readonly";
    /// `streaming`: a large blob, or a stream of events.
    streaming = "smithy.api#streaming";
    /// `requiresLength`: the size of a stream must be known in advance.
    requires_length = "smithy.api#requiresLength";
    /// `eventHeader`: bound to a header of an event message.
    event_header = "smithy.api#eventHeader";
    /// `eventPayload`: bound to the payload of an event message.
    event_payload = "smithy.api#eventPayload";
    /// `hostLabel`: bound to the host name.
    host_label = "smithy.api#hostLabel";
    /// `httpLabel`: bound to the path.
    http_label = "smithy.api#httpLabel";
    /// `httpPayload`: bound to the body.
    http_payload = "smithy.api#httpPayload";
    /// `httpQueryParams`: bound to all other query parameters.
    http_query_params = "smithy.api#httpQueryParams";
    /// `httpResponseCode`: bound to the status code.
    http_response_code = "smithy.api#httpResponseCode";
    /// `httpChecksumRequired`: the request needs an MD5 checksum of its body.
    http_checksum_required = "smithy.api#httpChecksumRequired";
    /// `xmlFlattened`: elements without a wrapper.
    xml_flattened = "smithy.api#xmlFlattened";
    /// `xmlAttribute`: an attribute instead of an element.
    xml_attribute = "smithy.api#xmlAttribute";
    /// `optionalAuth`: the operation may be called without a signature.
    optional_auth = "smithy.api#optionalAuth";
    /// `internal`: not public.
    internal = "smithy.api#internal";
    /// `aws.auth#unsignedPayload`: the signature does not cover the body.
    unsigned_payload = "aws.auth#unsignedPayload";
    /// `aws.protocols#awsQueryCompatible`: keeps the error codes of the query protocol.
    aws_query_compatible = "aws.protocols#awsQueryCompatible";
    /// `aws.customizations#s3UnwrappedXmlOutput`: the response has no element around the member.
    s3_unwrapped_xml_output = "aws.customizations#s3UnwrappedXmlOutput";
}
