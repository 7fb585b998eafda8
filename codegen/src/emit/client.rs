//! The client. Each operation's file adds its own method.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use crate::ir::{Prose, Service};

/// `client.rs`.
pub(super) fn emit(service: &Service) -> TokenStream {
    let docs = doc(&[
        format!("A client for {}.", Prose::text(&service.title).line()),
        String::new(),
        "Cloning is cheap: clones share connections and the retry budget.".to_owned(),
    ]);
    let module = super::module_doc(&["The client."]);
    let from_official = service.krate.is_of_aws.then(|| {
        quote! {
            /// Creates a client from a configuration that `tinsmith-config` or `aws-config` loaded.
            #[cfg(feature = "aws-config")]
            pub fn new(config: &crate::config::SdkConfig) -> Self {
                Self::from_conf(config.into())
            }
        }
    });
    let waiters = service.has_waiters().then(|| {
        quote!(
            pub use crate::waiters::Waiters;
        )
    });
    quote! {
        #module
        #waiters
        pub use tinsmith_runtime::client::{Customized, EmptyOutput, EmptyOutputBuilder};
        use tinsmith_runtime::client::Handle;
        pub use tinsmith_runtime::paginate::{Items, PaginationStream, Paginator};
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            handle: Handle,
        }
        impl Client {
            /// Creates a client from a configuration.
            pub fn from_conf(config: crate::Config) -> Self {
                Self { handle: Handle::new(&crate::schema::SERVICE, config) }
            }
            #from_official
            /// The configuration of this client.
            pub fn config(&self) -> &crate::Config {
                self.handle.config()
            }
            #[inline]
            pub(crate) fn handle(&self) -> &Handle {
                &self.handle
            }
        }
    }
}
