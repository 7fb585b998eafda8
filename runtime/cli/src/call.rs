//! Makes calls with a client from options, environment and files, and converts errors to messages.

mod endpoint;
mod pause;
mod show;

use std::error::Error;
use std::future::{Future, poll_fn};
use std::io::IsTerminal;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use aws_smithy_types::timeout::TimeoutConfig;

use super::answer::{self, Times};
use super::failure::Failure;
use super::globals::Globals;
use super::mfa;
use super::print_request::RequestFormat;
use super::value::{Fields, Value};
use super::{s3_settings, settings};
pub(crate) use endpoint::endpoint_url;
use endpoint::no_endpoint;
use pause::tell_pause;
use tinsmith_runtime::client::ConstructionError;
use tinsmith_runtime::client::{Fault, Handle};
use tinsmith_runtime::config::{Config, ConfigError, ConfigErrors, Environment, Loader, Region, ValidationPolicy};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::{ProvideErrorMetadata, SdkError, ServiceError};
use tinsmith_runtime::http::{ProxyError, TlsError};
use tinsmith_runtime::service::{Operation, Service};

/// The maximum size of a response, in bytes. `ec2 describe-images` alone receives hundreds of megabytes in one response if
/// nothing limits it.
const MAX_RESPONSE_BYTES: usize = 1 << 30;

/// A client with its runtime.
pub struct Caller {
    handle: Handle,
    runtime: tokio::runtime::Runtime,
    url: String,
    times: Times,
    /// The name of the program, for messages.
    program: &'static str,
    /// How requests are shown, if they are not sent.
    shows: Option<RequestFormat>,
}

impl Caller {
    /// Creates a client from options, environment and files.
    pub fn new(service: &'static Service, globals: &Globals) -> Result<Self, Failure> {
        let times = settings::times(globals, service)?;
        let config = s3_settings::apply(service, globals, endpoint::with_region(service, config(globals)?))?;
        let url = endpoint_url(service, &config, globals.program)?;
        if !globals.verify_ssl && !url.starts_with("http:") {
            let message = "--no-verify-ssl is not supported. To trust another certificate authority, pass its certificate \
                           with --ca-bundle.";
            return Err(Failure::Param(message.to_owned()));
        }
        tracing::debug!(%url, region = config.region().map(Region::as_ref), "configured the client");
        let (handle, runtime) = (Handle::new(service, config), runtime()?);
        Ok(Self { handle, runtime, url, times, program: globals.program, shows: globals.print_request })
    }

    /// Makes a call. An interrupt ends it.
    pub fn call(&self, operation: &'static Operation, input: &mut Dynamic) -> Result<Fields, Failure> {
        self.call_until(pin!(interrupted()), operation, input, None)
    }

    /// Makes a call, unless `stop` is ready first. A given configuration replaces the client's.
    pub fn call_until(
        &self,
        stop: Pin<&mut dyn Future<Output = ()>>,
        operation: &'static Operation,
        input: &mut Dynamic,
        config: Option<&Config>,
    ) -> Result<Fields, Failure> {
        match self.answer_until(stop, operation, input, config)? {
            Ok(output) => Ok(answer::read_response(operation, &output, self.times)),
            Err(error) => Err(self.failure(operation, error)),
        }
    }

    /// Makes a call, and leaves the error to the caller.
    pub fn answer(
        &self,
        operation: &'static Operation,
        input: &mut Dynamic,
    ) -> Result<Result<Dynamic, SdkError<Fault>>, Failure> {
        self.answer_until(pin!(interrupted()), operation, input, None)
    }

    fn answer_until(
        &self,
        stop: Pin<&mut dyn Future<Output = ()>>,
        operation: &'static Operation,
        input: &mut Dynamic,
        config: Option<&Config>,
    ) -> Result<Result<Dynamic, SdkError<Fault>>, Failure> {
        self.run(self.show_request(operation, input, config, None))??;
        let own = self.config_of_call(config, operation, input);
        let config = own.as_ref().or(config);
        let mut output = Dynamic::new(operation.output);
        let done = self.run_until(stop, self.handle.invoke(operation, input, &mut output, config))?;
        Ok(done.map(|()| output))
    }

    /// Runs a future to its end, unless the user interrupts the program.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> Result<T, Failure> {
        self.run_until(pin!(interrupted()), future)
    }

    /// The format of times.
    pub(crate) fn times(&self) -> Times {
        self.times
    }

    /// Pauses for this duration.
    pub fn pause(&self, duration: Duration) -> Result<(), Failure> {
        self.run_until(pin!(interrupted()), async { tokio::time::sleep(duration).await })
    }

    /// Runs a future to its end, unless `stop` is ready first.
    fn run_until<T>(
        &self,
        mut stop: Pin<&mut dyn Future<Output = ()>>,
        future: impl Future<Output = T>,
    ) -> Result<T, Failure> {
        let done = self.runtime.block_on(async {
            let mut future = pin!(future);
            let mut is_watched = false;
            poll_fn(|context| {
                // Signals must be handled before the future prompts for anything.
                if !std::mem::replace(&mut is_watched, true) && stop.as_mut().poll(context).is_ready() {
                    return Poll::Ready(None);
                }
                match future.as_mut().poll(context) {
                    Poll::Ready(done) => Poll::Ready(Some(done)),
                    Poll::Pending => stop.as_mut().poll(context).map(|()| None),
                }
            })
            .await
        });
        done.ok_or(Failure::Interrupted)
    }

    /// The client's configuration.
    pub fn config(&self) -> &Config {
        self.handle.config()
    }

    /// The configuration of a call that needs another one than this, or than the client's. `None` for most.
    pub fn config_of_call(
        &self,
        config: Option<&Config>,
        operation: &'static Operation,
        input: &Dynamic,
    ) -> Option<Config> {
        s3_settings::of_call(config.unwrap_or_else(|| self.config()), operation, input)
    }

    /// The name of the program, for messages.
    pub fn program(&self) -> &'static str {
        self.program
    }

    /// The URL of requests.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops interrupts from ending the program.
    pub(crate) fn ignore_interrupts(&self) {
        self.runtime.block_on(async {
            // Once the program waits for a signal, it no longer has its default effect.
            let mut signal = pin!(interrupted());
            poll_fn(|context| {
                let _ = signal.as_mut().poll(context);
                Poll::Ready(())
            })
            .await;
        });
    }

    /// The client.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Runs a future to its end.
    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Converts the error of a call to a failure.
    pub fn failure(&self, operation: &'static Operation, error: SdkError<Fault>) -> Failure {
        let general = |text: String| Failure::General(text);
        match error {
            SdkError::ServiceError(context) => service_failure(operation, &context, self.times),
            SdkError::DispatchFailure(failure) => {
                let error = failure.transport_error();
                let url = &failure.url().unwrap_or(&self.url).to_owned();
                if let Some(proxy) = causes(error).find(|it| it.is::<ProxyError>()) {
                    return general(chain(proxy));
                }
                if let Some(reason) = causes(error).find(|it| it.is::<TlsError>()) {
                    let summary =
                        if url.starts_with("https:") { "SSL validation failed for" } else { "Could not connect to" };
                    return general(format!("{summary} {url}: {reason}"));
                }
                let before = error.is_before_send();
                let unanswered = Failure::Unanswered;
                match (failure.is_timeout(), failure.is_io(), before) {
                    (true, _, true) => general(format!("Connect timeout on endpoint URL: \"{url}\"")),
                    (true, _, false) => unanswered(format!("Read timeout on endpoint URL: \"{url}\"")),
                    (_, true, true) => general(format!("Could not connect to the endpoint URL: \"{url}\"")),
                    (_, true, false) => unanswered(closed(url)),
                    (.., true) => general(with_url(url, chain(&SdkError::<Fault>::DispatchFailure(failure)))),
                    (.., false) => unanswered(with_url(url, chain(&SdkError::<Fault>::DispatchFailure(failure)))),
                }
            }
            SdkError::ConstructionFailure(failure) => match failure.source().downcast_ref() {
                Some(ConstructionError::NoCredentials(_)) => Failure::no_credentials(self.program),
                // The provider's own message is sufficient.
                Some(ConstructionError::Credentials(error)) => {
                    general(with_program(self.program, chain(error.source().unwrap_or(error))))
                }
                Some(ConstructionError::Endpoint(error)) => no_endpoint(error, self.program),
                Some(ConstructionError::Config(errors)) => misconfigured(errors),
                _ => general(chain(&SdkError::<Fault>::ConstructionFailure(failure))),
            },
            SdkError::ResponseError(context) => {
                // The error itself says no more than this message.
                let error = SdkError::<Fault>::ResponseError(context);
                let reason = error.source().map(chain).unwrap_or_default();
                Failure::Unanswered(format!("Unable to parse response: {reason}"))
            }
            other => general(chain(&other)),
        }
    }
}

/// The message with the URL, if it does not have it.
fn with_url(url: &str, message: String) -> String {
    if message.contains(url) { message } else { format!("{message} (endpoint URL: \"{url}\")") }
}

/// The message about a connection that was closed without a response.
fn closed(url: &str) -> String {
    let text = format!("Connection was closed before we received a valid response from endpoint URL: \"{url}\".");
    match url.starts_with("http:") {
        // Servers that expect TLS often close plain connections without a word.
        true => text + " If the server expects TLS, use `https` in the URL.",
        false => text,
    }
}

/// Waits until the user interrupts the program. If signals cannot be handled, waits forever: the signal then ends the
/// process.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// A runtime for futures, on this thread.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Failure::General(format!("Failed to start the async runtime: {error}")))
}

/// The configuration from options, environment and files.
pub(crate) fn config(globals: &Globals) -> Result<Config, Failure> {
    let mut builder = Config::builder();
    builder.set_region(globals.region.clone().map(Region::new));
    builder.set_endpoint_url(globals.endpoint_url.clone());
    if let Some(path) = &globals.ca_bundle {
        builder = builder.ca_bundle(Environment::of_process().path(path));
    }
    if !globals.sign {
        builder = builder.allow_no_auth();
    }
    let timeouts = TimeoutConfig::builder();
    let timeouts = match globals.connect_timeout {
        Some(timeout) => timeouts.connect_timeout(timeout),
        None => timeouts.disable_connect_timeout(),
    };
    let timeouts = match globals.read_timeout {
        Some(timeout) => timeouts.read_timeout(timeout),
        None => timeouts.disable_read_timeout(),
    };
    // The command has already validated the input, with better messages.
    let overrides = builder.timeout_config(timeouts.build()).validation(ValidationPolicy::Off);
    let overrides = if std::io::stderr().is_terminal() { overrides.on_attempt(tell_pause) } else { overrides };
    // The AWS CLI's choice.
    let overrides = overrides.request_checksum_algorithm("CRC64NVME").max_response_bytes(MAX_RESPONSE_BYTES);
    let mut loader = Loader::new().overrides(overrides).mfa_prompt(mfa::prompt());
    if let Some(name) = &globals.profile {
        loader = loader.profile_name(name);
    }
    // The AWS CLI's cache directory, so that users are not asked for an MFA code each time.
    if let Some(home) = Environment::of_process().home() {
        loader = loader.role_directory(home.join(".aws/cli/cache"));
    }
    if let Some(chain) = globals.credentials {
        loader = loader.provider_chain(chain);
    }
    loader.load().map_err(|errors| misconfigured(&errors))
}

fn misconfigured(errors: &ConfigErrors) -> Failure {
    let sentence = |error: &ConfigError| match error {
        ConfigError::ProfileNotFound { name, reasons } => {
            let mut sentence = format!("The config profile ({name}) could not be found");
            for reason in reasons {
                sentence.push_str(&format!("\n{reason}"));
            }
            sentence
        }
        ConfigError::InvalidValue { setting: "max_attempts", value, reason, .. } => {
            let reason = reason.trim_start_matches("expected").trim_start();
            format!("Value provided to \"max_attempts\": {value} must be {reason}.")
        }
        other => other.to_string(),
    };
    Failure::General(errors.iter().map(sentence).collect::<Vec<_>>().join("\n"))
}

/// The message of a credentials provider. A program with the command `sso login` is named instead of the AWS CLI.
fn with_program(program: &str, message: String) -> String {
    match program {
        "tin" => message.replace("`aws sso login", "`tin sso login"),
        _ => message,
    }
}

fn service_failure(operation: &'static Operation, context: &ServiceError<Fault>, times: Times) -> Failure {
    let fault = context.err();
    let code = fault.code().unwrap_or("Unknown");
    let message = fault.message().unwrap_or("Unknown");
    // A server that fails may have done its work before, and so may an earlier attempt that was not answered.
    let is_refusal = fault.attempts <= 1 && context.raw().status().as_u16() < 500;
    let retries = match fault.retries_exhausted {
        true => format!(" (reached max retries: {})", fault.attempts.saturating_sub(1)),
        false => String::new(),
    };
    let mut details = Fields::default();
    details.push("Code", Value::string(code));
    details.push("Message", Value::string(message));
    for (name, value) in members(operation, context, times).iter() {
        if !name.eq_ignore_ascii_case("code") && !name.eq_ignore_ascii_case("message") {
            details.push(name, value.clone());
        }
    }
    let name = operation.name;
    Failure::Service {
        message: format!("An error occurred ({code}) when calling the {name} operation{retries}: {message}"),
        details,
        is_refusal,
    }
}

/// The members of a modeled error.
fn members(operation: &'static Operation, context: &ServiceError<Fault>, times: Times) -> Fields {
    let Some(schema) = context.err().index.and_then(|index| operation.errors.get(index)) else {
        return Fields::default();
    };
    let mut error = Dynamic::new(schema);
    match operation.service.protocol.parse_error_members(context.raw(), &mut error) {
        Ok(()) => answer::read(&error, times),
        // If they cannot be read, the error is still reported.
        Err(_) => Fields::default(),
    }
}

/// An error with its causes on one line.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    causes(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// An error followed by its causes.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
