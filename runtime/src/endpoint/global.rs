//! Services with one endpoint per partition.

use crate::partitions::Partition;

/// A service with one endpoint per partition, and where it departs from the rule
/// `{prefix}[-fips].{domain}`, signed in the partition's implicit global region.
pub(super) struct Global {
    prefix: &'static str,
    exceptions: &'static [Exception],
}

/// The endpoint of a partition that does not follow the rule.
struct Exception {
    partition: &'static str,
    /// FIPS, dual stack
    variant: (bool, bool),
    host: &'static str,
    region: &'static str,
}

const fn exception(
    partition: &'static str,
    variant: (bool, bool),
    host: &'static str,
    region: &'static str,
) -> Exception {
    Exception { partition, variant, host, region }
}

const PLAIN: (bool, bool) = (false, false);
const DUAL_STACK: (bool, bool) = (false, true);
const FIPS: (bool, bool) = (true, false);
const FIPS_DUAL_STACK: (bool, bool) = (true, true);

static GLOBALS: [Global; 1] = [Global {
    prefix: "iam",
    exceptions: &[
        exception("aws", DUAL_STACK, "iam.global.api.aws", "us-east-1"),
        exception("aws", FIPS_DUAL_STACK, "iam-fips.global.api.aws", "us-east-1"),
        exception("aws-cn", PLAIN, "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        exception("aws-cn", DUAL_STACK, "iam.global.api.amazonwebservices.com.cn", "cn-north-1"),
        exception("aws-us-gov", PLAIN, "iam.us-gov.amazonaws.com", "us-gov-west-1"),
        exception("aws-us-gov", FIPS, "iam.us-gov.amazonaws.com", "us-gov-west-1"),
        exception("aws-us-gov", DUAL_STACK, "iam.us-gov.api.aws", "us-gov-west-1"),
        exception("aws-us-gov", FIPS_DUAL_STACK, "iam.us-gov.api.aws", "us-gov-west-1"),
        exception("aws-iso", PLAIN, "iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
        exception("aws-iso", FIPS, "iam-fips.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
        exception("aws-iso-b", PLAIN, "iam.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
        exception("aws-iso-b", FIPS, "iam-fips.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
        exception("aws-iso-e", PLAIN, "iam.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1"),
        exception("aws-iso-f", PLAIN, "iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"),
        exception("aws-eusc", PLAIN, "iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
    ],
}];

/// The global service of this endpoint prefix.
pub(super) fn find(prefix: &str) -> Option<&'static Global> {
    GLOBALS.iter().find(|it| it.prefix == prefix)
}

impl Global {
    /// Host name and signing region in a partition.
    pub(super) fn host(&self, partition: &Partition, fips: bool, dual_stack: bool) -> (String, &'static str) {
        let is_it = |it: &&Exception| it.partition == partition.id && it.variant == (fips, dual_stack);
        if let Some(it) = self.exceptions.iter().find(is_it) {
            return (it.host.to_owned(), it.region);
        }
        let suffix = if dual_stack { partition.dual_stack_dns_suffix } else { partition.dns_suffix };
        let fips = if fips { "-fips" } else { "" };
        (format!("{}{fips}.{suffix}", self.prefix), partition.implicit_global_region)
    }
}
