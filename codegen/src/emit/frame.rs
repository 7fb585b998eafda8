//! Files that every crate has: root, configuration, primitives, and the program.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::doc;
use super::module_doc;
use crate::ir::{ClientParam, Operation, Prose, Service, Type};

/// `lib.rs`.
pub(super) fn emit_lib(service: &Service) -> TokenStream {
    let docs = module_doc(&crate_docs(service));
    // Deprecated shapes may refer to each other.
    let allow = is_any_deprecated(service).then(|| quote!(#![allow(deprecated)]));
    let endpoint = service.endpoint_rules.as_ref().map(|_| module(quote!(), "endpoint"));
    let waiters = service.has_waiters().then(|| module(quote!(pub), "waiters"));
    quote! {
        #docs
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #allow
        #[rustfmt::skip]
        pub mod client;
        #[rustfmt::skip]
        pub mod config;
        #[doc(hidden)]
        #[rustfmt::skip]
        pub mod docs;
        #endpoint
        #[rustfmt::skip]
        pub mod error;
        #[rustfmt::skip]
        pub mod meta;
        #[rustfmt::skip]
        pub mod operation;
        #[rustfmt::skip]
        pub mod primitives;
        #[doc(hidden)]
        #[rustfmt::skip]
        pub mod schema;
        #[rustfmt::skip]
        pub mod types;
        #waiters
        #[doc(inline)]
        pub use client::Client;
        pub use config::Config;
        #[doc(inline)]
        pub use error::Error;
        #[doc(no_inline)]
        pub use tinsmith_runtime as runtime;
        #[doc(inline)]
        pub use tinsmith_runtime::modeled::Modeled;
        #[doc(inline)]
        pub use tinsmith_runtime::presigning;
        #[doc(inline)]
        pub use tinsmith_runtime::skeleton::{self, Skeleton};
        #[cfg(feature = "test-util")]
        #[doc(inline)]
        pub use tinsmith_runtime::stub;
    }
}

/// A module whose format rustfmt keeps.
fn module(visibility: TokenStream, name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    quote! {
        #[rustfmt::skip]
        #visibility mod #name;
    }
}

/// The part of the crate's documentation about configuration and features. The manifest defines the features.
const FEATURES: [&str; 10] = [
    "",
    "# Features",
    "",
    "| feature | what it adds |",
    "| --- | --- |",
    "| `https` (default) | the default HTTP connector |",
    "| `http` | the same connector without encryption, for plain endpoints |",
    "| `loader` | `config::Loader`, which reads environment variables and the shared files |",
    "| `reqwest` | accepts a `reqwest::Client` as the connector |",
    "| `blocking` | adds `send_blocking()` for programs without async |",
];
/// What the example of a client of an AWS service needs, for readers and for rustdoc.
const LOADER: &str = "With the feature `loader`, a configuration can be read from environment variables and the shared files of AWS tools:";
pub(super) const IF_LOADER: &str = "# #[cfg(feature = \"loader\")]";
/// The documentation that only clients of AWS services have.
const AWS_CONFIG: [&str; 2] = [
    "[`Config::builder`] sets everything in code. With the feature `aws-config`, `Client::new` accepts the configuration",
    "of several clients, loaded by `tinsmith-config` or `aws-config`.",
];
const AWS_FEATURES: [&str; 3] = [
    "| `interceptors` | accepts interceptors and connectors written for the official SDK |",
    "| `test-util` | a stub client for tests, and support for `aws-smithy-mocks` |",
    "| `aws-config` | accepts an `SdkConfig` from `tinsmith-config` or `aws-config` |",
];
/// The documentation that clients of other services have instead.
const CONFIG: [&str; 2] = [
    "The endpoint is the URL of the service. [`Config::builder`] also sets timeouts, retries and, if the service asks",
    "for them, tokens, keys and passwords.",
];
const OTHER_FEATURES: [&str; 2] = [
    "| `interceptors` | accepts interceptors and connectors written for the Smithy crates |",
    "| `test-util` | a stub client for tests |",
];
const CLI: &str = "| `cli` | the command-line program |";
const CREDENTIALS: [&str; 3] = [
    "| `credentials` | credentials from processes, containers and instances too; enables `loader`, which tries them in the same order as the official SDK |",
    "| `credentials-sts` | also from assumed roles and web identity |",
    "| `credentials-sso` | also from IAM Identity Center (single sign-on) |",
];

/// The documentation of the crate's root.
pub(super) fn crate_docs(service: &Service) -> Vec<String> {
    let [about, version] = [&service.krate.description, &service.version].map(|it| Prose::text(it).line());
    let mut lines = vec![format!("{about}, API version {version}.")];
    let prose = service.prose.rustdoc();
    if !prose.is_empty() {
        lines.push(String::new());
        lines.extend(prose);
    }
    let module = &service.krate.module;
    lines.extend(["", "# Create a client", ""].map(str::to_owned));
    let is_of_aws = service.krate.is_of_aws;
    if is_of_aws {
        lines.extend([LOADER, "", "```no_run", IF_LOADER].map(str::to_owned));
    } else {
        lines.push("```no_run".to_owned());
    }
    lines.push(format!("# fn example() -> Result<(), {module}::error::BoxError> {{"));
    if is_of_aws {
        lines.push(format!("use {module}::config::Loader;"));
        lines.push("// Reads the region and credentials from the environment and the shared files.".to_owned());
        lines.push(format!("let client = {module}::Client::from_conf(Loader::new().load()?);"));
    } else {
        lines.push(format!("use {module}::{{Client, Config}};"));
        lines.push("let config = Config::builder().endpoint_url(\"https://service.example\").build();".to_owned());
        lines.push("let client = Client::from_conf(config);".to_owned());
    }
    lines.extend(["# Ok(()) }", "```", ""].map(str::to_owned));
    let credentials = CREDENTIALS.iter().filter(|_| service.krate.credentials_path.is_some());
    let cli = service.krate.cli_path.as_ref().map(|_| &CLI);
    let (config, features): (&[&str], &[&str]) =
        if is_of_aws { (&AWS_CONFIG, &AWS_FEATURES) } else { (&CONFIG, &OTHER_FEATURES) };
    let known = config.iter().chain(&FEATURES).chain(features);
    lines.extend(known.chain(cli).chain(credentials).map(|line| (*line).to_owned()));
    lines.push(String::new());
    if let Some(operation) = service.operations.first() {
        lines.extend(["# Call an operation", ""].map(str::to_owned));
        lines.extend(operation.example.iter().cloned());
    }
    lines
}

fn is_any_deprecated(service: &Service) -> bool {
    let of_type = |ty: &Type| match ty {
        Type::Struct(it) => it.deprecated.is_some() || it.fields.iter().any(|it| it.deprecated.is_some()),
        Type::Union(it) => it.deprecated.is_some() || it.variants.iter().any(|it| it.deprecated.is_some()),
        Type::Enum(it) => it.deprecated.is_some() || it.variants.iter().any(|it| it.deprecated.is_some()),
    };
    let of_operation = |it: &Operation| {
        let fields = it.input.fields.iter().chain(&it.output.fields);
        it.deprecated.is_some() || fields.into_iter().any(|field| field.deprecated.is_some())
    };
    let of_error =
        |it: &crate::ir::Struct| it.deprecated.is_some() || it.fields.iter().any(|field| field.deprecated.is_some());
    service.types.iter().any(of_type)
        || service.operations.iter().any(of_operation)
        || service.errors.iter().any(of_error)
}

/// `config.rs`.
pub(super) fn emit_config(service: &Service) -> TokenStream {
    let docs = module_doc(&["Configuration of a client."]);
    // An explicitly imported name shadows one from a glob import. If the feature is disabled, the compiler names it.
    let loader = match service.krate.credentials_path {
        Some(_) => quote! {
            #[cfg(all(feature = "loader", not(feature = "credentials")))]
            pub use tinsmith_runtime::config::Loader;
            #[cfg(feature = "credentials")]
            pub use tinsmith_credentials::Loader;
        },
        None => quote! {
            #[cfg(feature = "loader")]
            pub use tinsmith_runtime::config::Loader;
        },
    };
    let params = emit_client_params(service);
    quote! {
        #docs
        pub use tinsmith_runtime::config::*;
        #loader
        #params
    }
}

/// The trait that sets the service's own endpoint parameters on a config builder.
fn emit_client_params(service: &Service) -> Option<TokenStream> {
    let params = &service.client_params;
    if params.is_empty() {
        return None;
    }
    let methods = params.iter().map(|ClientParam { method, name, ty, docs }| {
        let docs = doc(docs);
        let ty: TokenStream = ty.parse().unwrap_or_default();
        quote! {
            #docs
            fn #method(mut self, value: #ty) -> Self {
                self.builder().set_endpoint_param(#name, ::std::option::Option::Some(value));
                self
            }
        }
    });
    Some(quote! {
        /// Endpoint parameters that only this service has.
        pub trait EndpointParams: Sized {
            #[doc(hidden)]
            fn builder(&mut self) -> &mut Builder;
            #(#methods)*
        }
        impl EndpointParams for Builder {
            fn builder(&mut self) -> &mut Builder {
                self
            }
        }
    })
}

/// `meta.rs`.
pub(super) fn emit_meta() -> TokenStream {
    let docs = module_doc(&["Information about this crate."]);
    quote! {
        #docs
        /// The version of this crate.
        pub static PKG_VERSION: &str = env!("CARGO_PKG_VERSION");
    }
}

/// `primitives.rs`.
pub(super) fn emit_primitives(service: &Service) -> TokenStream {
    let docs = module_doc(&["Simple types, such as timestamps and blobs."]);
    let events = (!service.event_streams().is_empty()).then(|| {
        quote! {
            /// Streams of events.
            pub mod event_stream {
                pub use tinsmith_runtime::events::{EventReceiver, EventStreamSender};
                pub use tinsmith_runtime::primitives::{Header, HeaderValue, Message, RawMessage};
            }
        }
    });
    let streams = service.streams_blobs().then(|| {
        quote! {
            pub use tinsmith_runtime::primitives::{
                AggregatedBytes, ByteStream, ByteStreamError, FsBuilder, Length, SdkBody,
            };
        }
    });
    quote! {
        #docs
        pub use tinsmith_runtime::primitives::{
            BigDecimal, BigInteger, Blob, DateTime, DateTimeFormat, Document, Number, UnknownVariantValue,
        };
        #streams
        #events
    }
}

/// `bin/<program>.rs`.
pub(super) fn emit_program(service: &Service) -> TokenStream {
    let program = &service.krate.program;
    let krate = format_ident!("{}", service.krate.module);
    let docs = module_doc(&[format!(
        "`{program}`: a command-line program with a command for every operation of the service."
    )]);
    let credentials = match service.krate.credentials_path {
        Some(_) => quote!(Some(&tinsmith_credentials::DefaultChain)),
        None => quote!(None),
    };
    let commands = match &service.krate.commands {
        Some(it) => {
            let krate = format_ident!("{}", it.name.replace('-', "_"));
            quote!(#krate::COMMANDS)
        }
        None => quote!(&[]),
    };
    quote! {
        #docs
        use #krate::{docs::DOCS, schema::OPERATIONS};
        static TABLE: tinsmith_cli::Table = tinsmith_cli::Table {
            service: &#krate::schema::SERVICE,
            tables: &tinsmith_cli::Statics::new(OPERATIONS, &DOCS),
            program: #program,
            credentials: #credentials,
            commands: #commands,
        };
        fn main() -> std::process::ExitCode {
            tinsmith_cli::main(&TABLE)
        }
    }
}
