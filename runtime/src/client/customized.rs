//! A call with its own settings.

use std::fmt;
use std::sync::Arc;

#[cfg(feature = "interceptors")]
use aws_smithy_runtime_api::client::orchestrator::HttpRequest as OfficialRequest;
#[cfg(feature = "interceptors")]
use aws_smithy_types::body::SdkBody;

use super::{Call, Handle};
use crate::config::{Builder, Config};
use crate::http::{HttpRequest, Mutation};
use crate::result::SdkError;

/// A call with its own configuration.
pub struct Customized<C: Call> {
    handle: Handle,
    input: C::Input,
    overrides: Option<Builder>,
    mutations: Vec<Mutation>,
    is_payload_unsigned: bool,
    #[cfg(feature = "interceptors")]
    interceptors: Vec<crate::config::SharedInterceptor>,
}

impl<C: Call> Customized<C> {
    /// Creates a call of this client with this input.
    pub fn new(handle: Handle, input: C::Input) -> Self {
        Self {
            handle,
            input,
            overrides: None,
            mutations: Vec::new(),
            is_payload_unsigned: false,
            #[cfg(feature = "interceptors")]
            interceptors: Vec::new(),
        }
    }

    /// Overrides the client's configuration for this call, with whatever the builder sets. A second override replaces
    /// the first.
    pub fn config_override(mut self, overrides: impl Into<Builder>) -> Self {
        self.overrides = Some(overrides.into());
        self
    }

    /// Changes the request of each attempt before it is signed, for example to add a header field.
    pub fn mutate_request(mut self, mutate: impl Fn(&mut HttpRequest) + Send + Sync + 'static) -> Self {
        self.mutations.push(Arc::new(mutate));
        self
    }

    /// Leaves the body out of the signature, which spares hashing it. Amazon S3 accepts that; a checksum still protects
    /// the body.
    pub fn disable_payload_signing(mut self) -> Self {
        self.is_payload_unsigned = true;
        self
    }

    /// Adds an interceptor for this call.
    #[cfg(feature = "interceptors")]
    pub fn interceptor(mut self, interceptor: impl crate::config::Intercept + 'static) -> Self {
        self.interceptors.push(crate::config::SharedInterceptor::new(interceptor));
        self
    }

    /// Replaces the request of each attempt before it is signed. An error ends the call.
    #[cfg(feature = "interceptors")]
    pub fn map_request<F, E>(self, map: F) -> Self
    where
        F: Fn(OfficialRequest) -> Result<OfficialRequest, E> + Send + Sync + 'static,
        E: std::error::Error + Send + Sync + 'static,
    {
        self.interceptor(MapRequest(Box::new(move |request| map(request).map_err(Into::into))))
    }

    /// Sends the call.
    pub async fn send(self) -> Result<C::Output, SdkError<C::Error>> {
        let (handle, input, config) = self.into_parts();
        handle.send::<C>(input, Some(&config)).await
    }

    /// The client, the input, and the configuration of the call.
    pub(super) fn into_parts(self) -> (Handle, C::Input, Config) {
        let mut overrides = self.overrides.unwrap_or_default();
        overrides.set_mutations(self.mutations);
        if self.is_payload_unsigned {
            overrides.set_payload_unsigned();
        }
        #[cfg(feature = "interceptors")]
        self.interceptors.into_iter().for_each(|it| {
            overrides.push_interceptor(it);
        });
        let config = self.handle.config().with_overrides(overrides);
        (self.handle, self.input, config)
    }
}

#[cfg(feature = "interceptors")]
type MapFn = dyn Fn(OfficialRequest) -> Result<OfficialRequest, crate::error::BoxError> + Send + Sync;

/// The interceptor of `map_request`.
#[cfg(feature = "interceptors")]
struct MapRequest(Box<MapFn>);

#[cfg(feature = "interceptors")]
impl fmt::Debug for MapRequest {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MapRequest")
    }
}

#[cfg(feature = "interceptors")]
impl crate::config::Intercept for MapRequest {
    fn name(&self) -> &'static str {
        "MapRequest"
    }

    fn modify_before_signing(
        &self,
        context: &mut crate::config::interceptors::BeforeTransmitInterceptorContextMut<'_>,
        _: &crate::config::RuntimeComponents,
        _: &mut crate::config::ConfigBag,
    ) -> Result<(), crate::error::BoxError> {
        let place = context.request_mut();
        let request = std::mem::replace(place, OfficialRequest::new(SdkBody::taken()));
        *place = (self.0)(request)?;
        Ok(())
    }
}

impl<C: Call> fmt::Debug for Customized<C> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customized")
            .field("operation", &C::OPERATION.name)
            .field("overrides", &self.overrides)
            .finish_non_exhaustive()
    }
}
