//! Resolves the endpoint of a request and its signing region.
//!
//! The endpoint is determined by the rules in the service's model ([`rules`]). An AWS service without rules is treated
//! as regional: `{prefix}.{region}.{domain of the partition}`. Any other service needs a configured URL.

pub mod rules;
mod url;

use std::borrow::Cow;
use std::fmt;

use crate::join::join;
use crate::partitions::partition_of;
use crate::region::{Region, is_host_label};
use crate::schema::rules::{BuiltIn, Parameter, Rules};
use crate::service::Service;

use rules::{RuleEndpoint, RuleError, Value};

pub use url::{Url, UrlError};

/// The parameters for resolving an endpoint.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Params<'a> {
    /// The region, if one is configured.
    pub region: Option<&'a Region>,
    /// The URL to use instead of an AWS endpoint, if one is configured.
    pub url: Option<&'a str>,
    /// Whether to use an endpoint that meets FIPS 140.
    pub use_fips: bool,
    /// Whether to use an endpoint that supports both IPv4 and IPv6.
    pub use_dual_stack: bool,
    /// The account of the credentials, if they name one.
    pub account_id: Option<&'a str>,
    /// `preferred`, `required` or `disabled`: whether to use account-based endpoints.
    pub account_id_endpoint_mode: Option<&'a str>,
    /// Endpoint parameters from operation, input and client, by name.
    pub own: &'a [(&'static str, Value<'static>)],
}

impl<'a> Params<'a> {
    /// Creates the parameters from a client's configuration. As in the AWS CLI, a URL wins over FIPS and dual stack,
    /// which only select among AWS endpoints.
    pub fn configured(region: Option<&'a Region>, url: Option<&'a str>, use_fips: bool, use_dual_stack: bool) -> Self {
        let is_of_aws = url.is_none();
        let (use_fips, use_dual_stack) = (use_fips && is_of_aws, use_dual_stack && is_of_aws);
        Self { region, url, use_fips, use_dual_stack, ..Self::default() }
    }
}

/// The endpoint of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoint {
    /// The URL to which the request's path is appended.
    pub url: Url,
    /// The region in the signature's scope. `None` if no region is configured, in which case requests cannot be signed.
    pub signing_region: Option<Cow<'static, str>>,
    /// The regions where an asymmetric signature is valid, separated by commas, if the rules name them.
    pub signing_region_set: Option<String>,
    /// The service in the signature's scope, if it is not the service's own signing name.
    pub signing_name: Option<String>,
    /// The authentication scheme that the endpoint requires, such as `sigv4`. `None` if it requires none in particular.
    pub scheme: Option<String>,
    /// Whether the path is signed as it is sent, rather than encoded again.
    pub disable_double_encoding: bool,
    /// Header fields of requests, with their values.
    pub headers: Vec<(&'static str, Vec<String>)>,
}

/// The reason why no endpoint could be resolved.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointError {
    /// No region is configured, but the service needs one.
    MissingRegion,
    /// No URL is configured, and the service's model does not contain its endpoint.
    MissingUrl,
    /// The region is not a valid part of a host name.
    InvalidRegion(Region),
    /// The configured URL is invalid.
    InvalidUrl(UrlError),
    /// A URL was combined with FIPS or dual stack, which [`Params::configured`] prevents.
    CustomUrlWith(&'static str),
    /// The service's rules give no endpoint.
    Rules(RuleError),
    /// The endpoint configured in the shared files cannot be read.
    Configuration(String),
    /// The service's rules require a kind of signature that this client does not support.
    UnsupportedSignature(String),
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingRegion => {
                f.write_str("no region is configured: set one in the client's configuration, ")?;
                f.write_str(match cfg!(feature = "loader") {
                    true => "AWS_REGION or a profile",
                    false => "or enable the feature `loader` to load AWS_REGION and profiles",
                })
            }
            Self::MissingUrl => f.write_str(
                "no endpoint is configured, and the service has no default: set `endpoint_url` in the client's configuration",
            ),
            Self::InvalidRegion(region) => write!(f, "invalid region {:?}", region.as_ref()),
            Self::InvalidUrl(error) => write!(f, "{error}"),
            Self::CustomUrlWith(what) => write!(f, "an endpoint URL cannot be combined with {what}"),
            Self::Rules(error) => write!(f, "{error}"),
            Self::Configuration(reason) => f.write_str(reason),
            Self::UnsupportedSignature(name) if name == "sigv4a" => f.write_str(
                "the endpoint requires signatures of the scheme sigv4a, which need the client's feature `sigv4a`",
            ),
            Self::UnsupportedSignature(name) => {
                write!(f, "the endpoint requires signatures of the scheme {name}, which this client does not support")
            }
        }
    }
}

impl fmt::Debug for EndpointError {
    /// Shows the message and remedy, because a program whose `main` fails shows only this.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::MissingRegion => "MissingRegion",
            Self::MissingUrl => "MissingUrl",
            Self::InvalidRegion(_) => "InvalidRegion",
            Self::InvalidUrl(_) => "InvalidUrl",
            Self::CustomUrlWith(_) => "CustomUrlWith",
            Self::Rules(_) => "Rules",
            Self::Configuration(_) => "Configuration",
            Self::UnsupportedSignature(_) => "UnsupportedSignature",
        };
        f.debug_tuple(name).field(&format_args!("{self}")).finish()
    }
}

impl std::error::Error for EndpointError {}

/// Whether a service has one endpoint per partition instead of one per region. If so, its rules give the same endpoint
/// for a region and for the whole partition.
pub fn is_global(service: &Service) -> bool {
    let url_in = |region| {
        let region = Region::from_static(region);
        resolve(service, &Params { region: Some(&region), ..Params::default() }).ok().map(|it| it.url)
    };
    service.endpoint_rules.is_some() && url_in("aws-global").is_some_and(|it| Some(it) == url_in("us-west-2"))
}

/// Resolves the endpoint of a service.
pub fn resolve(service: &Service, params: &Params<'_>) -> Result<Endpoint, EndpointError> {
    let custom = params.url.map(|url| read_custom(url, params)).transpose()?;
    let region = region_of(params)?;
    if let Some(rules) = service.endpoint_rules {
        return resolve_by_rules(rules, region, params);
    }
    let url = match (custom, region) {
        (Some(url), _) => url,
        (None, _) if !service.is_at_aws() => return Err(EndpointError::MissingUrl),
        (None, Some(region)) => regional(service, region, params),
        (None, None) => return Err(EndpointError::MissingRegion),
    };
    Ok(Endpoint {
        url,
        signing_region: region.map(in_region),
        signing_region_set: None,
        signing_name: None,
        scheme: None,
        disable_double_encoding: false,
        headers: Vec::new(),
    })
}

fn in_region(region: &Region) -> Cow<'static, str> {
    Cow::Owned(region.as_ref().to_owned())
}

fn regional(service: &Service, region: &Region, params: &Params<'_>) -> Url {
    let partition = partition_of(region.as_ref());
    let prefix = service.endpoint_prefix;
    let fips = if params.use_fips { "-fips" } else { "" };
    let suffix = if params.use_dual_stack { partition.dual_stack_dns_suffix } else { partition.dns_suffix };
    Url::https(format!("{prefix}{fips}.{region}.{suffix}"))
}

/// The region, if one is configured, checked for use in host names and in the scope of a signature.
fn region_of<'a>(params: &Params<'a>) -> Result<Option<&'a Region>, EndpointError> {
    match params.region {
        Some(region) if !is_host_label(region.as_ref()) => Err(EndpointError::InvalidRegion(region.clone())),
        region => Ok(region),
    }
}

/// Parses a configured URL. Rejects FIPS and dual stack with it, in the same way for all services.
fn read_custom(url: &str, params: &Params<'_>) -> Result<Url, EndpointError> {
    for (used, what) in [(params.use_fips, "FIPS endpoints"), (params.use_dual_stack, "dual-stack endpoints")] {
        if used {
            return Err(EndpointError::CustomUrlWith(what));
        }
    }
    Url::parse(url).map_err(EndpointError::InvalidUrl)
}

fn resolve_by_rules(
    rules: &'static Rules,
    region: Option<&Region>,
    params: &Params<'_>,
) -> Result<Endpoint, EndpointError> {
    let is_region = |it: &Parameter| it.built_in == Some(BuiltIn::Region);
    let is_given = |it: &Parameter| params.own.iter().any(|(name, _)| *name == it.name);
    if region.is_none() && params.url.is_none() && rules.parameters.iter().any(|it| is_region(it) && !is_given(it)) {
        return Err(EndpointError::MissingRegion);
    }
    let value_of = |parameter: &Parameter| {
        if let Some((_, value)) = params.own.iter().find(|(name, _)| *name == parameter.name) {
            return Some(value.clone());
        }
        Some(match parameter.built_in? {
            BuiltIn::Region => Value::text(region?.as_ref()),
            BuiltIn::Endpoint => Value::text(params.url?),
            BuiltIn::UseFips => Value::Bool(params.use_fips),
            BuiltIn::UseDualStack => Value::Bool(params.use_dual_stack),
            BuiltIn::AccountId => Value::text(params.account_id?),
            BuiltIn::AccountIdEndpointMode => Value::text(params.account_id_endpoint_mode?),
            // These are set by parameter name, or have defaults.
            BuiltIn::S3ForcePathStyle
            | BuiltIn::S3Accelerate
            | BuiltIn::S3UseGlobalEndpoint
            | BuiltIn::S3UseArnRegion
            | BuiltIn::S3DisableMultiRegionAccessPoints => return None,
        })
    };
    let found = rules.evaluate(value_of).map_err(EndpointError::Rules)?;
    let scheme = signature(&found)?;
    let own = |name| scheme.and_then(|it| it.field(name)).and_then(Value::as_str).map(str::to_owned);
    let region_set = scheme.and_then(|it| it.field("signingRegionSet")).and_then(Value::as_list);
    let region_set = region_set.map(|it| it.iter().filter_map(Value::as_str).collect::<Vec<_>>());
    Ok(Endpoint {
        url: Url::parse(&found.url).map_err(EndpointError::InvalidUrl)?,
        signing_region: own("signingRegion").map(Cow::Owned).or_else(|| region.map(in_region)),
        signing_region_set: region_set.filter(|it| !it.is_empty()).map(|it| join(&it, ",")),
        signing_name: own("signingName"),
        scheme: own("name"),
        disable_double_encoding: scheme.and_then(|it| it.field("disableDoubleEncoding")) == Some(&Value::Bool(true)),
        headers: found.headers,
    })
}

/// The signature properties of the rules, if they have any: of several schemes, the first that this client supports.
/// Rules list them in order of preference.
fn signature<'a>(found: &'a RuleEndpoint<'_>) -> Result<Option<&'a Value<'a>>, EndpointError> {
    let schemes = found.properties.iter().find(|(name, _)| *name == "authSchemes");
    let schemes = schemes.and_then(|(_, value)| value.as_list()).unwrap_or_default();
    let name_of = |scheme: &'a Value<'_>| scheme.field("name").and_then(Value::as_str).unwrap_or_default();
    match (schemes.iter().find(|it| is_supported(name_of(it))), schemes.first()) {
        (None, Some(other)) => Err(EndpointError::UnsupportedSignature(name_of(other).to_owned())),
        (scheme, _) => Ok(scheme),
    }
}

/// Whether this client supports an authentication scheme of endpoint rules.
fn is_supported(scheme: &str) -> bool {
    let is_asymmetric = cfg!(feature = "sigv4a") && scheme == "sigv4a";
    let is_session = cfg!(feature = "rest-xml") && scheme == "sigv4-s3express";
    is_asymmetric || is_session || ["sigv4", "bearer", "none"].contains(&scheme)
}

#[cfg(test)]
mod tests {
    use super::{EndpointError, Params, is_global, resolve};
    use crate::protocol::AwsQuery;
    use crate::region::Region;
    use crate::service::Service;

    /// Rules that use a value that is only set in some regions.
    mod demo {
        crate::endpoint_rules! {
            parameter: "Region", required: true, built_in: Region;
            parameter: "Signature", required: true, default: Text("sigv4");
            condition: Call(StringEquals, &[Ref("Region"), Text("us-east-1")]);
            condition: Call(StringEquals, &[Ref("Region"), Text("eu-east-9")]);
            condition: Call(Substring, &[Ref("Region"), Integer(0), Integer(9), Bool(false)]), assign: "Cut";
            condition: Call(StringEquals, &[Ref("Region"), Text("us-west-2")]);
            result: Error(Text("not in {Region}"));
            result: Endpoint(
                Text("https://demo.{Cut}/x"),
                &[("authSchemes", List(&[
                    Record(&[("name", Text("sigv9"))]),
                    Record(&[("name", Ref("Signature")), ("signingName", Text("other")), ("signingRegion", Text("r-1"))]),
                ]))],
                &[("x-region", &[Text("{Region}")])]
            );
            result: Endpoint(Text("https://demo"), &[("authSchemes", List(&[Record(&[("name", Text("sigv9"))])]))], &[]);
            result: NoMatch;
            result: Endpoint(Text("https://{Cut}"), &[], &[]);
            root: 0;
            nodes: [0, -5, 1], [1, -1, 2], [3, -4, 3], [2, -2, -3];
        }
        pub(super) static TABLE: &crate::schema::rules::Rules = &RULES;
    }

    static SERVICE: Service = Service { endpoint_rules: Some(demo::TABLE), ..Service::example(&AwsQuery) };

    fn in_region(region: &'static str) -> Result<super::Endpoint, EndpointError> {
        resolve(&SERVICE, &Params { region: Some(&Region::from_static(region)), ..Params::default() })
    }

    #[test]
    fn what_main_shows_says_what_to_do() {
        let shown = format!("{:?}", EndpointError::MissingRegion);
        assert!(shown.starts_with("MissingRegion(") && shown.contains("AWS_REGION"), "{shown}");
    }

    #[test]
    fn rules_decide_on_the_whole_endpoint() {
        assert!(!is_global(&SERVICE));
        let found = in_region("eu-west-12").expect("an endpoint");
        assert_eq!(found.url.join("", "/"), "https://demo.eu-west-1/x");
        assert_eq!((found.signing_region.as_deref(), found.signing_name.as_deref()), (Some("r-1"), Some("other")));
        assert_eq!(found.headers, [("x-region", vec!["eu-west-12".to_owned()])]);
        let sentences = [
            ("eu-east-9", "not in eu-east-9"),
            ("us-west-2", "no endpoint rule of the service matches"),
            ("us-east-1", "the endpoint rules of the service use a value that is not set"),
            ("eu", "the endpoint requires signatures of the scheme sigv9, which this client does not support"),
            ("e u", "invalid region \"e u\""),
        ];
        for (region, sentence) in sentences {
            assert_eq!(in_region(region).expect_err(region).to_string(), sentence);
        }
    }
}
