//! Region and credentials from the metadata of an EC2 instance.

pub mod credentials;
pub mod region;
