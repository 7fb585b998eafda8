//! Setters of settings for some services: endpoint parameters, authentication, checksums.

use aws_credential_types::Token;
use aws_credential_types::provider::token::{ProvideToken, SharedTokenProvider};
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};

use super::Builder;
use crate::config::AccountIdEndpointMode;
use crate::config::services::{EndpointParam, Login};

/// Declares setters of endpoint parameters, by the names that AWS defines for them
/// (<https://smithy.io/2.0/aws/rules-engine/built-ins.html>).
macro_rules! endpoint_params {
    ($($(#[$doc:meta])* $name:ident, $set:ident = $param:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(mut self, $name: impl Into<Option<bool>>) -> Self {
            self.$set($name.into());
            self
        }

        $(#[$doc])* /// `None` leaves the default.
        pub fn $set(&mut self, $name: Option<bool>) -> &mut Self {
            self.set_endpoint_param($param, $name)
        }
    )*};
}

/// Declares the two setters of a setting: by value, and as an `Option` through a reference.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident, $set:ident: $type:ty;)*) => {$(
        $(#[$doc])*
        pub fn $name(mut self, $name: $type) -> Self {
            self.settings.services.$name = Some($name);
            self
        }

        $(#[$doc])* /// `None` leaves the default.
        pub fn $set(&mut self, $name: Option<$type>) -> &mut Self {
            self.settings.services.$name = $name;
            self
        }
    )*};
}

impl Builder {
    /// Sets an endpoint parameter of the service. `None` restores the default.
    #[inline]
    pub fn set_endpoint_param(&mut self, name: &'static str, value: Option<impl Into<EndpointParam>>) -> &mut Self {
        let params = &mut self.settings.services.endpoint_params;
        params.retain(|(known, _)| *known != name);
        params.extend(value.map(|value| (name, value.into())));
        self
    }

    endpoint_params! {
        /// Amazon S3: sets whether to address buckets in the path instead of the host name.
        force_path_style, set_force_path_style = "ForcePathStyle";
        /// Amazon S3: sets whether to use the region of an ARN instead of the client's region.
        use_arn_region, set_use_arn_region = "UseArnRegion";
        /// Amazon S3: sets whether to reject Multi-Region Access Points.
        disable_multi_region_access_points, set_disable_multi_region_access_points = "DisableMultiRegionAccessPoints";
        /// Amazon S3: sets whether to use the endpoints of S3 Transfer Acceleration.
        accelerate, set_accelerate = "Accelerate";
        /// Amazon S3: sets whether to access directory buckets without sessions.
        disable_s3_express_session_auth, set_disable_s3_express_session_auth = "DisableS3ExpressSessionAuth";
    }

    setters! {
        /// Sets whether to use account-based endpoints, if the service has them.
        account_id_endpoint_mode, set_account_id_endpoint_mode: AccountIdEndpointMode;
        /// Sets whether to ask services with endpoint discovery where to send requests. By default, only services that
        /// require it are asked. With an endpoint URL, none is.
        endpoint_discovery_enabled, set_endpoint_discovery_enabled: bool;
        /// Sets when to add a checksum to requests: by default whenever the operation supports one.
        request_checksum_calculation, set_request_checksum_calculation: RequestChecksumCalculation;
        /// Sets the algorithm of the checksums of requests that name none: `CRC32` by default.
        request_checksum_algorithm, set_request_checksum_algorithm: &'static str;
        /// Sets when to validate the checksums of responses: by default whenever the operation supports it.
        response_checksum_validation, set_response_checksum_validation: ResponseChecksumValidation;
        /// Sets whether compression of requests is disabled.
        disable_request_compression, set_disable_request_compression: bool;
        /// Sets the smallest request size, in bytes, that is compressed: 10,240 by default.
        request_min_compression_size_bytes, set_request_min_compression_size_bytes: u32;
        /// Sets whether the signature covers streamed bodies with a checksum over HTTPS, as it does over HTTP. By default
        /// it does not, because the connection protects them. The chunks of the body are signed one by one.
        payload_signing, set_payload_signing: bool;
    }

    /// Sets the authentication schemes in order of preference, such as `sigv4a`.
    pub fn auth_scheme_preference(mut self, schemes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.settings.services.auth_scheme_preference = Some(schemes.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the regions where asymmetric signatures (`sigv4a`) are valid, separated by commas; `*` means all.
    pub fn sigv4a_signing_region_set(mut self, regions: impl Into<String>) -> Self {
        self.settings.services.sigv4a_signing_region_set = Some(regions.into());
        self
    }

    /// Sets the provider of bearer tokens.
    pub fn token_provider(mut self, provider: impl ProvideToken + 'static) -> Self {
        self.settings.services.token_provider = Some(SharedTokenProvider::new(provider));
        self
    }

    /// Sets the bearer token.
    pub fn bearer_token(self, token: Token) -> Self {
        self.token_provider(token)
    }

    /// Sets the API key.
    pub fn api_key(mut self, key: Token) -> Self {
        self.settings.services.api_key = Some(key);
        self
    }

    /// Sets user name and password for basic authentication.
    pub fn basic_auth_login(mut self, user: &str, password: &str) -> Self {
        let login = aws_smithy_types::base64::encode(format!("{user}:{password}"));
        self.settings.services.basic_auth = Some(Token::new(login, None));
        self
    }
    /// Sets user name and password for digest authentication.
    pub fn digest_auth_login(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.settings.services.digest_auth = Some(Login { user: user.into(), password: password.into().into() });
        self
    }
}
