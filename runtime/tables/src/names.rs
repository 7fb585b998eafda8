//! Converts names in descriptions to the runtime's variants.

use tinsmith_pack::Broken;
use tinsmith_runtime::protocol::{self, Protocol};
use tinsmith_runtime::schema::waiters::State;
use tinsmith_runtime::schema::{Kind, Record, TimestampFormat, Trait, rules};

/// Declares functions that find a variant by name.
macro_rules! variants {
    ($($name:ident: $type:path, $what:literal = $($variant:ident)*;)*) => {
        $(pub(crate) fn $name(name: &str) -> Result<$type, Broken> {
            use $type as Named;
            match name {
                $(stringify!($variant) => Ok(Named::$variant),)*
                _ => Err(unknown($what, name)),
            }
        })*
    };
}

variants! {
    flag: Trait, "trait" = Required ClientOptional UniqueItems Sparse Sensitive Deprecated Input Output XmlFlattened
        XmlAttribute IdempotencyToken HostLabel HttpLabel HttpQueryParams HttpPayload HttpResponseCode
        HttpChecksumRequired Idempotent Readonly OptionalAuth NoAuth UnsignedPayload AwsQueryCompatible
        Streaming RequiresLength EventHeader EventPayload S3UnwrappedXmlOutput AccountId Crc32 EndpointUrl
        ErrorInSuccess ExpectContinue Lenient MessageDigests NotSent PayloadHash PolicyDocument PresignInQuery RegionRedirect
        ResourceId TreeHash;
    kind: Kind, "kind of shape" = Blob Boolean String Byte Short Integer Long Float Double BigInteger BigDecimal
        Timestamp Document;
    timestamp_format: TimestampFormat, "timestamp format" = DateTime HttpDate EpochSeconds;
    built_in: rules::BuiltIn, "built-in parameter" = Region UseFips UseDualStack Endpoint AccountId
        AccountIdEndpointMode S3ForcePathStyle S3Accelerate S3UseGlobalEndpoint S3UseArnRegion
        S3DisableMultiRegionAccessPoints;
    rule_function: rules::Function, "function of endpoint rules" = IsSet Not BooleanEquals StringEquals ParseUrl
        IsValidHostLabel UriEncode Substring Split Coalesce Ite Partition ParseArn IsVirtualHostableS3Bucket;
    state: State, "state of a waiter" = Success Failure Retry;
}

/// The record that describes the endpoint discovery of a service. It is no trait of a table.
pub(crate) const ENDPOINT_DISCOVERY: &str = "EndpointDiscovery";

/// Declares functions that create a trait from its name and value.
macro_rules! valued {
    ($($name:ident($type:ty) = $($variant:ident)*;)*) => {
        $(pub(crate) fn $name(name: &str, value: $type) -> Result<Trait, Broken> {
            match name {
                $(stringify!($variant) => Ok(Trait::$variant(value)),)*
                _ => Err(unknown("trait", name)),
            }
        })*
    };
}

valued! {
    text_trait(&'static str) = AwsQueryError MediaType JsonName XmlName Ec2QueryName HttpHeader HttpPrefixHeaders
        HttpQuery HostPrefix ContextParam Md5Of TargetPrefix;
    truth_trait(bool) = DiscoveredEndpoint Error Retryable;
    record_trait(Record) = StaticContextParams HttpChecksum Auth HttpApiKeyAuth StaticHeaders
        LongPoll OutputFile OutputStrings PageResults Pages SavedEvent PresignedUrl WaiterAttempts;
}

/// The protocol with this trait id.
pub(crate) fn protocol(id: &str) -> Result<&'static dyn Protocol, Broken> {
    protocol::by_id(id).ok_or_else(|| unknown("protocol", id))
}

fn unknown(what: &str, name: &str) -> Broken {
    Broken::new(format!("unknown {what} {name:?}"))
}
