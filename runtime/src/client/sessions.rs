//! Sessions of S3 Express: the credentials for one directory bucket, valid for some minutes.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-create-session.html>

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use aws_smithy_types::DateTime;

use super::auth;
use super::{ConstructionError, Handle, Shared};
use crate::config::Config;
use crate::credentials::{
    CachedCredentials, Credentials, CredentialsError, ProvideCredentials, SharedCredentialsProvider, future,
};
use crate::endpoint::Endpoint;
use crate::protocol::RestXml;
use crate::schema::{Datum, Kind, Member, Schema, TimestampFormat, Trait};
use crate::service::{Operation, Service};
use crate::shape::{Shape, Structure};

/// The most buckets whose sessions are kept, as in the AWS SDKs.
const MOST: usize = 100;

/// The sessions of a client, the one used last at the end.
#[derive(Default)]
pub(super) struct Sessions {
    known: Mutex<Vec<Known>>,
}

/// The sessions of a bucket.
struct Known {
    /// The URL of the bucket.
    url: String,
    /// The credentials that open the sessions.
    owner: Arc<CachedCredentials>,
    sessions: Arc<CachedCredentials>,
}

impl Sessions {
    /// The credentials of a session of the bucket at this endpoint.
    pub(super) async fn keys(
        &self,
        shared: &Shared,
        config: &Config,
        endpoint: &Endpoint,
    ) -> Result<Credentials, ConstructionError> {
        let sessions = self.of(shared, config, endpoint)?;
        auth::within_limit(config, &sessions).await
    }

    /// Drops these credentials if the service has rejected them.
    pub(super) fn forget(&self, refused: &Credentials) {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().for_each(|it| it.sessions.forget(refused));
    }

    fn of(
        &self,
        shared: &Shared,
        config: &Config,
        endpoint: &Endpoint,
    ) -> Result<Arc<CachedCredentials>, ConstructionError> {
        let owner = config.credentials().ok_or(ConstructionError::NoCredentials(None))?;
        let url = endpoint.url.to_string();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = known.iter().position(|it| it.url == url && Arc::ptr_eq(&it.owner, owner)) {
            let found = known.remove(place);
            let sessions = found.sessions.clone();
            known.push(found);
            return Ok(sessions);
        }
        let opener = Opener { client: Handle::new(&SERVICE, calls(shared, config, endpoint)?) };
        let sessions = Arc::new(CachedCredentials::new(SharedCredentialsProvider::new(opener)));
        if known.len() >= MOST {
            known.remove(0);
        }
        known.push(Known { url, owner: owner.clone(), sessions: sessions.clone() });
        Ok(sessions)
    }
}

/// The configuration of calls that open sessions: to the bucket itself, over the client's connections.
fn calls(shared: &Shared, config: &Config, endpoint: &Endpoint) -> Result<Config, ConstructionError> {
    let region = endpoint.signing_region.as_deref().map(|it| crate::config::Region::new(it.to_owned()));
    let mut builder = config.to_builder();
    builder.set_endpoint_url(Some(endpoint.url.to_string()));
    builder.set_region(region);
    builder.set_http_client(Some(shared.connector(config).ok_or(ConstructionError::NoConnector)?));
    builder.set_mutations(Vec::new());
    #[cfg(feature = "interceptors")]
    builder.set_interceptors([]);
    Ok(builder.build())
}

/// Opens sessions of one bucket.
struct Opener {
    client: Handle,
}

impl fmt::Debug for Opener {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("S3ExpressSessions")
    }
}

impl ProvideCredentials for Opener {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.open())
    }
}

impl Opener {
    async fn open(&self) -> Result<Credentials, CredentialsError> {
        let (mut input, mut output) = (Nothing, Opened::default());
        let call = self.client.invoke(&CREATE_SESSION, &mut input, &mut output, None);
        call.await.map_err(|error| {
            let error = error.map_service_error(|fault| fault.meta);
            CredentialsError::provider_error(format!(
                "failed to open a session of the bucket: {}",
                crate::error::DisplayChain(&error)
            ))
        })?;
        output
            .keys
            .into_credentials()
            .ok_or_else(|| CredentialsError::provider_error("the response contains no session of the bucket"))
    }
}

/// The input of a call.
struct Nothing;

/// The output of a call.
#[derive(Default)]
struct Opened {
    keys: Keys,
}

/// The keys of a session.
#[derive(Default)]
struct Keys {
    /// The access key id, the secret key, and the session token.
    texts: [Option<String>; 3],
    expiry: Option<DateTime>,
}

impl Keys {
    fn into_credentials(self) -> Option<Credentials> {
        let [id, secret, token] = self.texts.map(|it| it.filter(|text| !text.is_empty()));
        let expiry = self.expiry.and_then(|time| SystemTime::try_from(time).ok());
        Some(Credentials::new(id?, secret?, Some(token?), expiry, "S3Express"))
    }
}

impl Structure for Nothing {
    fn schema(&self) -> &'static Schema {
        &INPUT
    }
}

impl Structure for Opened {
    fn schema(&self) -> &'static Schema {
        &OUTPUT
    }

    fn member(&self, index: usize) -> Option<&dyn Shape> {
        (index == 0).then_some(&self.keys)
    }

    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
        (index == 0).then_some(&mut self.keys)
    }
}

impl Structure for Keys {
    fn schema(&self) -> &'static Schema {
        &KEYS
    }

    fn member(&self, index: usize) -> Option<&dyn Shape> {
        match self.texts.get(index) {
            Some(text) => Some(text),
            None => Some(&self.expiry),
        }
    }

    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Shape> {
        match self.texts.get_mut(index) {
            Some(text) => Some(text),
            None => Some(&mut self.expiry),
        }
    }
}

/// The service as far as sessions need it: their endpoint is known, and their requests are signed for it.
static SERVICE: Service = Service {
    id: "com.amazonaws.s3#AmazonS3",
    version: "2006-03-01",
    sdk_id: "S3",
    endpoint_prefix: "s3",
    signing_name: "s3express",
    title: "Amazon Simple Storage Service",
    protocol: &RestXml,
    endpoint_rules: None,
    endpoint_discovery: None,
    traits: &[Trait::Auth(&[("schemes", Datum::Texts(&["aws.auth#sigv4"]))]), Trait::PayloadHash],
};

static CREATE_SESSION: Operation = Operation {
    name: "CreateSession",
    service: &SERVICE,
    input: &INPUT,
    output: &OUTPUT,
    errors: &[],
    traits: &[Trait::Http("GET", "/?session", 200)],
};

static INPUT: Schema = Schema::structure("com.amazonaws.s3#CreateSessionRequest", &[], &[Trait::Input]);
static OUTPUT: Schema = Schema::structure(
    "com.amazonaws.s3#CreateSessionOutput",
    &[Member::new("Credentials", &KEYS, &[])],
    &[Trait::Output, Trait::XmlName("CreateSessionResult")],
);
static KEYS: Schema = Schema::structure(
    "com.amazonaws.s3#SessionCredentials",
    &[
        Member::new("AccessKeyId", &SECRET, &[]),
        Member::new("SecretAccessKey", &SECRET, &[]),
        Member::new("SessionToken", &SECRET, &[]),
        Member::new("Expiration", &TIME, &[Trait::TimestampFormat(TimestampFormat::DateTime)]),
    ],
    &[],
);
static SECRET: Schema = Schema::simple("com.amazonaws.s3#Secret", Kind::String, &[Trait::Sensitive]);
static TIME: Schema = Schema::simple("smithy.api#Timestamp", Kind::Timestamp, &[]);
