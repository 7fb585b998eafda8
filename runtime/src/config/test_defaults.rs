//! Defaults for tests of programs, by the official names.

use std::time::{Duration, SystemTime};

use aws_smithy_async::time::StaticTimeSource;

use super::{Builder, Credentials, Region, SharedCredentialsProvider, SharedTimeSource};

/// The time in tests: February 2009.
const TIME: Duration = Duration::from_secs(1_234_567_890);

impl Builder {
    /// Sets defaults for tests: credentials and a fixed clock.
    pub fn apply_test_defaults(&mut self) -> &mut Self {
        let keys = Credentials::new("ANOTREAL", "notrealrnrELgWzOk3IfjzDKtFBhDby", None, None, "test");
        self.set_credentials_provider(Some(SharedCredentialsProvider::new(keys)));
        self.set_time_source(Some(SharedTimeSource::new(StaticTimeSource::new(SystemTime::UNIX_EPOCH + TIME))))
    }

    /// Sets defaults for tests: credentials and a fixed clock.
    pub fn with_test_defaults(mut self) -> Self {
        self.apply_test_defaults();
        self
    }

    /// Sets defaults for tests: credentials, a fixed clock and, if none is set, a region.
    pub fn apply_test_defaults_v2(&mut self) -> &mut Self {
        self.apply_test_defaults();
        if self.settings.region.is_none() {
            self.set_region(Some(Region::from_static("us-east-1")));
        }
        self
    }

    /// Sets defaults for tests: credentials, a fixed clock and, if none is set, a region.
    pub fn with_test_defaults_v2(mut self) -> Self {
        self.apply_test_defaults_v2();
        self
    }
}
