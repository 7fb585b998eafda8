//! Traits that say all by being there.

use super::traits::Traits;

/// Accessors for traits whose presence is all they say.
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
    /// `required`: a value must be there.
    required = "smithy.api#required";
    /// `clientOptional`: clients treat the member as optional whatever else it has.
    client_optional = "smithy.api#clientOptional";
    /// `addedDefault`: the default came after the member.
    added_default = "smithy.api#addedDefault";
    /// `input`: a structure that only serves as an operation's input.
    input = "smithy.api#input";
    /// `output`: a structure that only serves as an operation's output.
    output = "smithy.api#output";
    /// `mixin`: a shape that is only there to be mixed in.
    mixin = "smithy.api#mixin";
    /// `uniqueItems`: no two equal items.
    unique_items = "smithy.api#uniqueItems";
    /// `sparse`: null is allowed as an item or value.
    sparse = "smithy.api#sparse";
    /// `sensitive`: never to be shown.
    sensitive = "smithy.api#sensitive";
    /// `idempotencyToken`: filled in by the client.
    idempotency_token = "smithy.api#idempotencyToken";
    /// `idempotent`: calling twice does no more than calling once.
    idempotent = "smithy.api#idempotent";
    /// `readonly`: calling changes nothing.
    readonly = "smithy.api#readonly";
    /// `streaming`: the value does not fit into memory, or is a stream of events.
    streaming = "smithy.api#streaming";
    /// `requiresLength`: the size of a stream must be known first.
    requires_length = "smithy.api#requiresLength";
    /// `eventHeader`: a header field of an event's message.
    event_header = "smithy.api#eventHeader";
    /// `eventPayload`: the payload of an event's message.
    event_payload = "smithy.api#eventPayload";
    /// `hostLabel`: part of the host name.
    host_label = "smithy.api#hostLabel";
    /// `httpLabel`: part of the path.
    http_label = "smithy.api#httpLabel";
    /// `httpPayload`: the body.
    http_payload = "smithy.api#httpPayload";
    /// `httpQueryParams`: all further query parameters.
    http_query_params = "smithy.api#httpQueryParams";
    /// `httpResponseCode`: the status.
    http_response_code = "smithy.api#httpResponseCode";
    /// `httpChecksumRequired`: the request needs an MD5 of its body.
    http_checksum_required = "smithy.api#httpChecksumRequired";
    /// `xmlFlattened`: items without a wrapper.
    xml_flattened = "smithy.api#xmlFlattened";
    /// `xmlAttribute`: an attribute instead of an element.
    xml_attribute = "smithy.api#xmlAttribute";
    /// `optionalAuth`: may be called unsigned.
    optional_auth = "smithy.api#optionalAuth";
    /// `internal`: not for the public.
    internal = "smithy.api#internal";
    /// `aws.auth#unsignedPayload`: the body is not part of the signature.
    unsigned_payload = "aws.auth#unsignedPayload";
    /// `aws.protocols#awsQueryCompatible`: keeps the codes of the query protocol.
    aws_query_compatible = "aws.protocols#awsQueryCompatible";
    /// `aws.customizations#s3UnwrappedXmlOutput`: the answer has no element around the member.
    s3_unwrapped_xml_output = "aws.customizations#s3UnwrappedXmlOutput";
}
