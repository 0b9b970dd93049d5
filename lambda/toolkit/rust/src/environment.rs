//! Reads the credentials, the region and the endpoints of AWS from the environment, as AWS's SDKs do.

use std::env;

use regex::Regex;

use crate::crash::Crash;
use crate::partitions::PARTITIONS;

pub(crate) struct Credentials {
    pub(crate) key: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

impl Credentials {
    pub(crate) fn read() -> Result<Self, Crash> {
        Ok(Self {
            key: needed("AWS_ACCESS_KEY_ID")?,
            secret: needed("AWS_SECRET_ACCESS_KEY")?,
            token: variable("AWS_SESSION_TOKEN"),
        })
    }
}

/// The endpoint of a service.
pub(crate) struct Place {
    pub(crate) scheme: String,
    /// The host, with the port if it isn't the scheme's own.
    pub(crate) host: String,
    pub(crate) region: String,
}

impl Place {
    /// Returns the endpoint that the environment names, or None. `own` is the service's own variable, like `AWS_ENDPOINT_URL_S3`.
    pub(crate) fn given(own: &str) -> Result<Option<Self>, Crash> {
        let Some(endpoint) = variable(own).or_else(|| variable("AWS_ENDPOINT_URL")) else { return Ok(None) };
        let Some((scheme, host)) = endpoint.split_once("://") else {
            return Err(Crash::new("EnvironmentError", format!("the endpoint {endpoint} is no URL")));
        };
        Ok(Some(Self { scheme: scheme.to_owned(), host: host.trim_end_matches('/').to_owned(), region: region()? }))
    }

    /// Returns AWS's own endpoint. `name` stands before the region in the host.
    /// https://docs.aws.amazon.com/general/latest/gr/rande.html
    pub(crate) fn in_aws(name: &str) -> Result<Self, Crash> {
        let region = region()?;
        Ok(Self { scheme: "https".to_owned(), host: format!("{name}.{region}.{}", suffix(&region)), region })
    }
}

/// Returns the end of the host names of the partition that a region belongs to. An unknown region is one of the largest partition, as
/// for AWS's SDKs.
fn suffix(region: &str) -> &'static str {
    let fits = |pattern: &str| Regex::new(&format!("(?-u){pattern}")).is_ok_and(|pattern| pattern.is_match(region));
    PARTITIONS.iter().find(|(pattern, _)| fits(pattern)).map_or("amazonaws.com", |(_, suffix)| suffix)
}

/// Returns a variable. None if it isn't set, or is empty.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn region() -> Result<String, Crash> {
    variable("AWS_REGION").map_or_else(|| needed("AWS_DEFAULT_REGION"), Ok)
}

fn needed(name: &str) -> Result<String, Crash> {
    variable(name).ok_or_else(|| Crash::new("EnvironmentError", format!("{name} isn't set")))
}

#[cfg(test)]
mod tests {
    use super::suffix;

    #[test]
    fn each_partition_has_its_suffix() {
        for (region, expected) in [
            ("us-east-1", "amazonaws.com"),
            ("us-gov-west-1", "amazonaws.com"),
            ("cn-northwest-1", "amazonaws.com.cn"),
            ("eusc-de-east-1", "amazonaws.eu"),
            ("us-iso-west-1", "c2s.ic.gov"),
            ("us-isob-east-1", "sc2s.sgov.gov"),
            ("eu-isoe-west-1", "cloud.adc-e.uk"),
            ("us-isof-south-1", "csp.hci.ic.gov"),
            ("of-tomorrow-1", "amazonaws.com"),
        ] {
            assert_eq!(suffix(region), expected, "{region}");
        }
    }
}
