//! Makes one attempt of a call: signs and sends the request, and reads the response.

use std::sync::Arc;
use std::time::SystemTime;

use aws_smithy_types::body::SdkBody;
use tracing::debug;

use super::auth::{self, Identity};
use super::body::Body;
use super::endpoint::Asked;
use super::failure::Failure;
use super::hooks::Hooks;
use super::unreadable::Unreadable;
use super::{Fault, Shared, headers};
use crate::checksum;
use crate::client::ConstructionError;
use crate::config::retry::ReconnectMode;
use crate::config::{Config, Region};
use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::error::{
    ConnectorErrorKind, DispatchFailure, RequestId, ResponseError, SdkError, ServiceError, TransportError,
};
use crate::http::{
    HttpClient, HttpRequest, MAX_RESPONSE_BYTES, SharedHttpClient, StreamingResponse, shown_url, too_large,
};
use crate::join::join;
use crate::message::{self, ParseError, RequestBody, Response, SerializeError};
use crate::retry::{self, Reason};
use crate::service::Operation;
use crate::shape::Structure;
use crate::sign::{Chunks, Signing, UNSIGNED_CHUNKS, messages};
use crate::stream::{self, Signed};

/// Bodies from this size on are sent once the server asks for them, where the operation is one of those that wait.
const LARGE: u64 = 2 << 20;

/// State shared by all attempts of a call.
pub(super) struct Request<'a> {
    pub(super) operation: &'static Operation,
    pub(super) config: &'a Config,
    pub(super) connector: SharedHttpClient,
    /// The invocation id, the same for all attempts.
    pub(super) invocation_id: String,
    /// The request as the protocol wrote it, without its body, which has moved to `body`.
    pub(super) message: message::Request,
    pub(super) body: Body,
    /// How a body that streams gets its checksum.
    pub(super) streamed: Option<checksum::Streamed>,
    /// The digests that the response must have.
    pub(super) digests: checksum::Digests,
    pub(super) asked: Asked,
    pub(super) endpoint: Arc<Endpoint>,
}

impl Request<'_> {
    /// The full URL.
    pub(super) fn url(&self) -> String {
        self.endpoint.url.join(&self.message.host_prefix, &self.message.uri)
    }

    /// The region that an error names as the bucket's, unless the request was sent there.
    pub(super) fn bucket_region(&self, shared: &Shared, error: &SdkError<Fault>) -> Option<Region> {
        if !self.operation.service.redirects_regions() {
            return None;
        }
        shared.regions.learn(&self.asked.own, self.endpoint.signing_region.as_deref(), error)
    }

    /// Sends further attempts to this region.
    pub(super) fn move_to(&mut self, shared: &Shared, region: Region) -> Result<(), ConstructionError> {
        self.asked.region = Some(region);
        let named = self.message.endpoint.take();
        self.move_to_endpoint(shared, named.as_deref())
    }

    /// Sends further attempts to this URL, or else to the endpoint of the service.
    pub(super) fn move_to_endpoint(&mut self, shared: &Shared, url: Option<&str>) -> Result<(), ConstructionError> {
        self.endpoint = shared.endpoints.find(shared.service, self.config, url, self.asked.clone())?;
        self.message.endpoint = url.map(str::to_owned);
        for (name, values) in &self.endpoint.headers {
            self.message.headers.insert(name, join(values, ","));
        }
        Ok(())
    }

    /// Adds the checksum that is sent ahead of a body that streams.
    pub(super) async fn add_checksum(&mut self) -> Result<(), ConstructionError> {
        let Some(streamed) = self.streamed.as_ref().filter(|it| !it.is_trailing()) else { return Ok(()) };
        let done = streamed.send_ahead(&mut self.message.headers, self.body.next()).await;
        done.map_err(|error| SerializeError::new(format!("the body cannot be read: {error}")).into())
    }
}

/// A request with its signature, and the credentials that signed it.
type SignedRequest = (HttpRequest, Option<Credentials>);

/// One attempt.
pub(super) struct Attempt<'a> {
    pub(super) shared: &'a Shared,
    pub(super) request: &'a Request<'a>,
    /// The attempt's number, starting at 1.
    pub(super) number: u32,
    pub(super) max: u32,
}

impl Request<'_> {
    /// The request, without what differs from attempt to attempt.
    pub(super) fn http(&self, shared: &Shared, body: RequestBody) -> HttpRequest {
        let Request { operation, config, message, .. } = self;
        let timeouts = config.timeouts();
        let mut request = HttpRequest::new(message.method, self.url(), body);
        request.operation = operation.name;
        // Room for fields added to those of the protocol: three below, and three by the signature.
        request.headers = message.headers.clone_with_room(6);
        request.headers.insert_known("user-agent", shared.user_agent(config));
        request.headers.insert_known("amz-sdk-invocation-id", self.invocation_id.clone());
        request.is_url_sensitive = message.is_uri_sensitive;
        request.connect_timeout = timeouts.connect_timeout();
        request.read_timeout = timeouts.read_timeout().map(|it| it.max(operation.long_poll().unwrap_or_default()));
        request.stall_timeout = config.stall_timeout();
        request.max_response_bytes = config.max_response_bytes().unwrap_or(MAX_RESPONSE_BYTES);
        request.is_event_stream = stream::has_events(operation);
        let is_large = request.body.content_length().is_none_or(|it| it >= LARGE);
        request.expects_continue = is_large && operation.expects_continue();
        request
    }
}

impl Attempt<'_> {
    /// Makes the attempt.
    pub(super) async fn make(&self, output: &mut dyn Structure, hooks: &mut Hooks) -> Result<(), Failure> {
        hooks.before_attempt(self.number)?;
        let signed_at = self.shared.clock.correct(self.request.config.now());
        let (mut request, credentials) = self.signed(signed_at, hooks).await?;
        hooks.before_transmit(&mut request)?;
        // The configured clock, because some platforms have no other.
        let started = self.request.config.now();
        let elapsed = || self.request.config.now().duration_since(started).unwrap_or_default();
        debug!(method = request.method, url = %request.shown_url(), attempt = self.number, "sending");
        let operation = self.request.operation;
        let (response, stream) = self.exchange(request).await.map_err(|error| {
            debug!(attempt = self.number, elapsed = ?elapsed(), kind = ?error.kind(), "no response");
            let reason = retry::of_connector(&error);
            let url = self.request.url();
            let failure = DispatchFailure::new(error).with_url(shown_url(&url, self.request.message.is_uri_sensitive));
            Failure::new(SdkError::DispatchFailure(failure), reason)
        })?;
        let mut response = hooks.after_transmit(response)?;
        let (status, bytes) = (response.status().as_u16(), response.body().len());
        debug!(attempt = self.number, elapsed = ?elapsed(), status, bytes, "answered");
        response.hide(operation.output);
        operation.errors.iter().for_each(|it| response.hide(it));
        if operation.service.protocol.is_failure(operation, &response) {
            return Err(self.fault(response, signed_at, credentials));
        }
        if stream.is_none() {
            let validated =
                checksum::validate(operation, &response, self.request.config.response_checksum_validation());
            if let Err(error) = validated {
                // The response was corrupted on its way; another attempt may succeed.
                let failure = self.unreadable(error, response);
                return Err(Failure { reason: Some(Reason::Transient), ..failure });
            }
        }
        let output = hooks.place().unwrap_or(output);
        // Not retried: a complete response that cannot be read would be unreadable the next time too, and the service
        // has already done the work.
        let parsed = operation.service.protocol.parse(operation, &response, output);
        let parsed = parsed.and_then(|()| self.request.digests.check(output));
        parsed.map_err(|error| self.unreadable(error, response))?;
        match stream {
            Some(body) => stream::give(operation, output, body).await.map_err(|error| {
                let error = TransportError::new(ConnectorErrorKind::Io, error);
                Failure::new(SdkError::DispatchFailure(DispatchFailure::new(error)), None)
            }),
            None => Ok(()),
        }
    }

    /// The failure for a response that cannot be read.
    fn unreadable(&self, reason: ParseError, response: Response) -> Failure {
        let url = self.request.url();
        let url = shown_url(&url, self.request.message.is_uri_sensitive);
        let error = Unreadable::new(url, &response, reason);
        Failure::new(SdkError::ResponseError(ResponseError::new(error, response)), None)
    }

    /// Sends a request. The body of a streaming response is returned separately.
    async fn exchange(&self, request: HttpRequest) -> Result<(Response, Option<SdkBody>), TransportError> {
        let Request { operation, connector, .. } = self.request;
        if operation.output.streaming_member().is_none() {
            let max_bytes = request.max_response_bytes;
            let response = connector.call(request).await?;
            // The connectors of this crate enforce the limit themselves, while they read.
            let is_too_large = response.body().len() > max_bytes;
            return if is_too_large { Err(too_large(max_bytes)) } else { Ok((response, None)) };
        }
        let StreamingResponse { status, headers, body, poison } = connector.call_streaming(request).await?;
        let response = Response::new(status, headers, Vec::new());
        if response.is_success() {
            let when = self.request.config.response_checksum_validation();
            let body = checksum::validating(operation, response.headers(), body, when);
            return Ok((response, Some(body)));
        }
        let body = stream::read_error(body).await?;
        let (_, headers, _) = response.into_parts();
        let response = Response::new(status, headers, body);
        Ok((poison.into_iter().fold(response, Response::with_poison), None))
    }

    /// Creates the request of this attempt and signs it. Also returns the credentials that signed it.
    pub(super) async fn signed(&self, time: SystemTime, hooks: &mut Hooks) -> Result<SignedRequest, Failure> {
        let Request { operation, config, endpoint, .. } = self.request;
        let body = hooks.body().unwrap_or_else(|| self.request.body.next());
        let mut request = self.request.http(self.shared, body);
        hooks.restore(&mut request);
        let attempt = headers::attempt(self.number, self.max, time, config.timeouts().read_timeout());
        request.headers.insert_known("amz-sdk-request", attempt);
        for mutate in config.mutations() {
            mutate(&mut request);
        }
        hooks.before_signing(&mut request)?;
        let identity = auth::identity(self.shared, operation, config, endpoint).await?;
        let service = endpoint.signing_name.as_deref().unwrap_or(operation.service.signing_name);
        let region = endpoint.signing_region.as_deref().unwrap_or_default();
        let (mut credentials, mut signature, mut chunk_signer) = (None, None, None);
        match identity {
            Identity::None => {}
            Identity::Field(field) => field.apply(&mut request),
            Identity::Digest(login) => self.shared.challenge.respond(&login, &mut request),
            Identity::Keys(keys, auth::Signature::Asymmetric) => {
                let signing = Signing { region: auth::region_set(config, endpoint), ..self.signing(&keys, time) };
                let signing = Signing { chunks: signing.chunks.unsigned(), ..signing };
                let signed = self.shared.signer.sign_asymmetric(&mut request, &signing);
                signed.map_err(ConstructionError::from)?;
                credentials = Some(keys);
            }
            Identity::Keys(keys, kind) => {
                let is_session = kind == auth::Signature::Session;
                let signing = Signing { is_session, ..self.signing(&keys, time) };
                let signed = self.shared.signer.sign(&mut request, &signing).map_err(ConstructionError::from)?;
                if signing.chunks == Chunks::Signed {
                    chunk_signer = self.shared.signer.chunks(&signing, signed.clone());
                }
                signature = Some(signed);
                credentials = Some(keys);
            }
        }
        if let Some(events) = self.request.body.take_events() {
            let signed = credentials.clone().zip(signature).map(|(credentials, signature)| Signed {
                sign: Box::new(messages(credentials, region, service, signature.as_str())),
                clock: self.clock(time),
            });
            request.body = events.into_body(signed);
        }
        if let Some(streamed) = self.request.streamed.as_ref().filter(|it| it.is_trailing()) {
            if credentials.is_none() {
                request.headers.insert_known("x-amz-content-sha256", UNSIGNED_CHUNKS);
            }
            let signer = chunk_signer.map(|it| Box::new(it) as Box<dyn checksum::SignChunk>);
            request.body = streamed.chunked(std::mem::take(&mut request.body), signer);
        }
        Ok((request, credentials))
    }

    /// The parameters of a signature at this time.
    fn signing<'k>(&'k self, keys: &'k Credentials, time: SystemTime) -> Signing<'k> {
        let Request { operation, config, endpoint, streamed, .. } = self.request;
        let service = endpoint.signing_name.as_deref().unwrap_or(operation.service.signing_name);
        let region = endpoint.signing_region.as_deref().unwrap_or_default();
        let is_https = endpoint.url.is_https();
        let chunks = match streamed {
            Some(streamed) if streamed.is_trailing() && is_https && !config.signs_payloads() => Chunks::Unsigned,
            Some(streamed) if streamed.is_trailing() => Chunks::Signed,
            _ => Chunks::None,
        };
        let is_unsigned = self.request.config.is_payload_unsigned();
        Signing {
            unsigned_payload: is_unsigned || (is_https && operation.has_unsigned_payload()),
            chunks: if is_unsigned { chunks.unsigned() } else { chunks },
            is_event_stream: self.request.body.is_event_stream(),
            is_path_literal: endpoint.disable_double_encoding,
            sends_hash: operation.service.sends_payload_hash(),
            ..Signing::new(keys, region, service, time)
        }
    }

    /// Returns a clock that estimates the server's time, given the corrected time of this attempt.
    fn clock(&self, time: SystemTime) -> Box<dyn Fn() -> SystemTime + Send + Sync> {
        let config = self.request.config.clone();
        let ahead = time.duration_since(config.now());
        Box::new(move || match &ahead {
            Ok(ahead) => config.now() + *ahead,
            Err(behind) => config.now() - behind.duration(),
        })
    }

    /// Reads an error response, and decides whether it can be retried.
    fn fault(&self, response: Response, signed_at: SystemTime, credentials: Option<Credentials>) -> Failure {
        let operation = self.request.operation;
        let meta = match operation.service.protocol.parse_error(operation, &response) {
            Ok(meta) => meta,
            Err(error) => return self.unreadable(error, response),
        };
        if response.status().is_redirect() && meta.code().is_none_or(|code| code.parse::<u16>().is_ok()) {
            return self.unreadable(ParseError::new("expected an error code, found none"), response);
        }
        debug!(code = meta.code(), request_id = meta.request_id(), "the service returned an error");
        let protocol = operation.service.protocol;
        let is_it = |code: &str| operation.errors.iter().position(|error| protocol.is_error_code(code, error));
        let index = meta.code().and_then(is_it);
        let now = self.request.config.now();
        let is_clock = self.is_clock_to_blame(meta.code(), &response, now, signed_at);
        let modeled = index.map(|it| operation.errors[it]);
        let expired = credentials.filter(|_| retry::is_expired_code(meta.code()));
        if let Some((expired, cache)) = expired.as_ref().zip(self.request.config.credentials()) {
            cache.forget(expired);
            self.shared.sessions.forget(expired);
        }
        let reason = match () {
            () if is_clock => Some(Reason::Clock),
            () if expired.is_some() => Some(Reason::Credentials),
            () => retry::of_service(meta.code(), modeled, &response),
        };
        let mode = self.request.config.retry().reconnect_mode();
        if reason == Some(Reason::Transient) && mode == ReconnectMode::ReconnectOnTransientError {
            // A new connection may reach a server that works.
            response.poison_connection();
        }
        let delay = retry::requested_delay(&response, now);
        let fault = Fault { index, meta, attempts: self.number, retries_exhausted: false };
        let error = SdkError::ServiceError(ServiceError::new(fault, response));
        Failure { error, reason, delay, expired }
    }

    /// Whether the signature's time was wrong. If so, corrects the clock.
    fn is_clock_to_blame(
        &self,
        code: Option<&str>,
        response: &Response,
        now: SystemTime,
        signed_at: SystemTime,
    ) -> bool {
        if self.request.config.is_clock_skew_correction_disabled() {
            return false;
        }
        let Some((certain, servers)) = retry::is_clock_code(code).zip(retry::server_time(response)) else {
            return false;
        };
        self.shared.clock.adjust(now, signed_at, servers, certain)
    }
}
