//! Endpoint discovery of a service.

use std::fmt;

use super::{Operation, Service};
use crate::schema::{Kind, Member, Schema, Trait};

/// The operation that says where the requests of a service are sent:
/// <https://smithy.io/2.0/aws/aws-core.html#aws-api-clientendpointdiscovery-trait>
///
/// The specification fixes the members that a client needs, so the operation has the same tables in all services, even
/// in a crate with only some of the operations.
pub struct EndpointDiscovery {
    operation: Operation,
    error: &'static str,
}

impl EndpointDiscovery {
    /// Endpoint discovery by the operation of this name. An error of the given name says that a discovered endpoint is no
    /// longer valid. It is empty if the model names none.
    pub const fn new(operation: &'static str, error: &'static str, service: &'static Service) -> Self {
        let operation =
            Operation { name: operation, service, input: &INPUT, output: &OUTPUT, errors: &[], traits: &[] };
        Self { operation, error }
    }

    /// The operation that returns the endpoints. Its output has the only member `Endpoints`, a list of structures with
    /// `Address` and `CachePeriodInMinutes`.
    pub fn operation(&'static self) -> &'static Operation {
        &self.operation
    }

    /// The name of the error for an expired endpoint. Empty if the service has no such error.
    pub fn error(&self) -> &'static str {
        self.error
    }
}

// Not derived: the service of the operation refers back to this.
impl fmt::Debug for EndpointDiscovery {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointDiscovery")
            .field("operation", &self.operation.name)
            .field("error", &self.error)
            .finish()
    }
}

static INPUT: Schema = Schema::structure("aws.api#DescribeEndpointsRequest", &[], &[Trait::Input]);
static OUTPUT: Schema = Schema::structure(
    "aws.api#DescribeEndpointsResponse",
    &[Member::new("Endpoints", &ENDPOINTS, &[])],
    &[Trait::Output],
);
static ENDPOINTS: Schema = Schema::list("aws.api#Endpoints", &[Member::new("member", &ENDPOINT, &[])], &[]);
static ENDPOINT: Schema = Schema::structure(
    "aws.api#Endpoint",
    &[Member::new("Address", &TEXT, &[]), Member::new("CachePeriodInMinutes", &LONG, &[])],
    &[],
);
static TEXT: Schema = Schema::simple("smithy.api#String", Kind::String, &[]);
static LONG: Schema = Schema::simple("smithy.api#Long", Kind::Long, &[]);
