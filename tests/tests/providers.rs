//! Tests every credentials provider with a simulated endpoint on loopback, including failures.

#[path = "providers/chain.rs"]
mod chain;
#[path = "providers/container.rs"]
mod container;
#[path = "providers/instance.rs"]
mod instance;
#[path = "providers/login.rs"]
mod login;
#[path = "providers/process.rs"]
mod process;
#[path = "providers/profiles.rs"]
mod profiles;
#[path = "providers/roles.rs"]
mod roles;
#[path = "providers/sign_on.rs"]
mod sign_on;
#[path = "providers/support.rs"]
mod support;
