//! The partitions of AWS, with their regions and domains.

/// A partition: a group of regions with separate domains and accounts.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Partition {
    /// The partition's name, such as `aws-cn`.
    pub id: &'static str,
    /// The parts of region names before `-<word>-<number>`.
    pub region_prefixes: &'static [&'static str],
    /// The pseudo-region of the whole partition, such as `aws-cn-global`.
    pub global_region: &'static str,
    /// The domain of endpoints.
    pub dns_suffix: &'static str,
    /// The domain of endpoints that support both IPv4 and IPv6.
    pub dual_stack_dns_suffix: &'static str,
    /// The signing region of services without regions.
    pub implicit_global_region: &'static str,
}

/// All partitions. Unknown regions belong to the first.
pub static PARTITIONS: [Partition; 8] = [
    Partition {
        id: "aws",
        region_prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
        global_region: "aws-global",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        implicit_global_region: "us-east-1",
    },
    Partition {
        id: "aws-cn",
        region_prefixes: &["cn"],
        global_region: "aws-cn-global",
        dns_suffix: "amazonaws.com.cn",
        dual_stack_dns_suffix: "api.amazonwebservices.com.cn",
        implicit_global_region: "cn-northwest-1",
    },
    Partition {
        id: "aws-us-gov",
        region_prefixes: &["us-gov"],
        global_region: "aws-us-gov-global",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        implicit_global_region: "us-gov-west-1",
    },
    Partition {
        id: "aws-iso",
        region_prefixes: &["us-iso"],
        global_region: "aws-iso-global",
        dns_suffix: "c2s.ic.gov",
        dual_stack_dns_suffix: "api.aws.ic.gov",
        implicit_global_region: "us-iso-east-1",
    },
    Partition {
        id: "aws-iso-b",
        region_prefixes: &["us-isob"],
        global_region: "aws-iso-b-global",
        dns_suffix: "sc2s.sgov.gov",
        dual_stack_dns_suffix: "api.aws.scloud",
        implicit_global_region: "us-isob-east-1",
    },
    Partition {
        id: "aws-iso-e",
        region_prefixes: &["eu-isoe"],
        global_region: "aws-iso-e-global",
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_dns_suffix: "api.cloud-aws.adc-e.uk",
        implicit_global_region: "eu-isoe-west-1",
    },
    Partition {
        id: "aws-iso-f",
        region_prefixes: &["us-isof"],
        global_region: "aws-iso-f-global",
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_dns_suffix: "api.aws.hci.ic.gov",
        implicit_global_region: "us-isof-south-1",
    },
    Partition {
        id: "aws-eusc",
        region_prefixes: &["eusc-de"],
        global_region: "aws-eusc-global",
        dns_suffix: "amazonaws.eu",
        dual_stack_dns_suffix: "api.amazonwebservices.eu",
        implicit_global_region: "eusc-de-east-1",
    },
];

/// The partition of a region. Works for regions that are newer than this table.
pub fn partition_of(region: &str) -> &'static Partition {
    PARTITIONS.iter().find(|it| it.contains(region)).unwrap_or(&PARTITIONS[0])
}

impl Partition {
    /// Whether the region's name matches this partition.
    fn contains(&self, region: &str) -> bool {
        let numbered = |rest: &str| {
            rest.strip_prefix('-').and_then(|rest| rest.split_once('-')).is_some_and(|(word, number)| {
                !word.is_empty()
                    && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                    && !number.is_empty()
                    && number.bytes().all(|b| b.is_ascii_digit())
            })
        };
        region == self.global_region
            || self.region_prefixes.iter().any(|prefix| region.strip_prefix(prefix).is_some_and(numbered))
    }
}

#[cfg(test)]
mod tests {
    use super::partition_of;

    #[test]
    fn a_region_has_one_partition() {
        let cases = [
            ("us-east-1", "aws"),
            ("mx-central-1", "aws"),
            ("us-new-99", "aws"),
            ("aws-global", "aws"),
            ("xx-nowhere-9", "aws"),
            ("", "aws"),
            ("us-gov-west-1", "aws-us-gov"),
            ("cn-north-1", "aws-cn"),
            ("aws-cn-global", "aws-cn"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
            ("eusc-de-east-1", "aws-eusc"),
            ("eusc-fr-east-1", "aws"),
            ("us-gov-west-x", "aws"),
        ];
        for (region, id) in cases {
            assert_eq!(partition_of(region).id, id, "{region}");
        }
    }
}
