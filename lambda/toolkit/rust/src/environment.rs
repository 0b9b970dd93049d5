//! What the environment says of AWS: who we are, which region, and where its services answer. As AWS's SDKs read it.

use std::env;

use crate::crash::Crash;

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

/// Where a service answers.
pub(crate) struct Place {
    pub(crate) scheme: String,
    /// With the port, if it isn't the scheme's own.
    pub(crate) host: String,
    pub(crate) region: String,
}

impl Place {
    /// `own` is the variable of the service alone, as `AWS_ENDPOINT_URL_S3`; None where the environment names no endpoint.
    pub(crate) fn given(own: &str) -> Result<Option<Self>, Crash> {
        let Some(endpoint) = variable(own).or_else(|| variable("AWS_ENDPOINT_URL")) else { return Ok(None) };
        let Some((scheme, host)) = endpoint.split_once("://") else {
            return Err(Crash::new("EnvironmentError", format!("the endpoint {endpoint} is no URL")));
        };
        Ok(Some(Self { scheme: scheme.to_owned(), host: host.trim_end_matches('/').to_owned(), region: region()? }))
    }

    /// AWS's own: `name` is what stands before the region in the host. https://docs.aws.amazon.com/general/latest/gr/rande.html
    pub(crate) fn in_aws(name: &str) -> Result<Self, Crash> {
        let region = region()?;
        let domain = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        Ok(Self { scheme: "https".to_owned(), host: format!("{name}.{region}.{domain}"), region })
    }
}

/// None where it is empty, too.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn region() -> Result<String, Crash> {
    variable("AWS_REGION").map_or_else(|| needed("AWS_DEFAULT_REGION"), Ok)
}

fn needed(name: &str) -> Result<String, Crash> {
    variable(name).ok_or_else(|| Crash::new("EnvironmentError", format!("{name} isn't set")))
}
