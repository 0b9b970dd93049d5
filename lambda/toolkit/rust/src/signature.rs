//! AWS's signature (version 4) of a request with a JSON body: all that reading a secret needs, and no more.
//! https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use hmac::{Hmac, KeyInit, Mac};
use rusty_s3::Credentials;
use sha2::{Digest, Sha256};
use url::Url;

use crate::errors::Crash;

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

pub(crate) struct Request<'a> {
    pub(crate) endpoint: &'a str,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
    pub(crate) body: &'a str,
}

/// The headers of a POST to the endpoint's root, by the credentials of the environment, for now.
pub(crate) fn signed_headers(request: &Request) -> Result<Vec<(&'static str, String)>, Crash> {
    let credentials =
        Credentials::from_env().ok_or_else(|| Crash::new("SecretError", "there are no AWS credentials in the environment"))?;
    sign(request, &credentials, &jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string())
}

fn sign(request: &Request, credentials: &Credentials, now: &str) -> Result<Vec<(&'static str, String)>, Crash> {
    let url = Url::parse(request.endpoint).map_err(|wrong| Crash::new("SecretError", format!("{}: {wrong}", request.endpoint)))?;
    let host = match (url.host_str().unwrap_or_default(), url.port()) {
        (host, Some(port)) => format!("{host}:{port}"),
        (host, None) => host.to_owned(),
    };
    let mut signed = vec![("content-type", CONTENT_TYPE.to_owned()), ("host", host), ("x-amz-date", now.to_owned())];
    signed.extend(credentials.token().map(|token| ("x-amz-security-token", token.to_owned())));
    let names = signed.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let lines: String = signed.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let canonical = format!("POST\n/\n\n{lines}\n{names}\n{}", hex(&Sha256::digest(request.body)));
    let day = &now[..8];
    let scope = format!("{day}/{}/{}/aws4_request", request.region, request.service);
    let to_sign = format!("AWS4-HMAC-SHA256\n{now}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
    let key = [day, request.region, request.service, "aws4_request"]
        .iter()
        .fold(format!("AWS4{}", credentials.secret()).into_bytes(), |key, part| mac(&key, part));
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={}",
        credentials.key(),
        hex(&mac(&key, &to_sign))
    );
    // The client writes the host itself.
    signed.retain(|(name, _)| *name != "host");
    signed.push(("authorization", authorization));
    Ok(signed)
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length does");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Request, sign};
    use rusty_s3::Credentials;

    #[test]
    fn the_signature_is_that_of_awss_own_sdk() {
        // Calculated by botocore's SigV4Auth for the same request.
        let credentials = Credentials::new_with_token("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "a/token+");
        let request = Request {
            endpoint: "http://127.0.0.1:4566",
            region: "us-east-1",
            service: "secretsmanager",
            body: r#"{"SecretId":"arn:x"}"#,
        };
        let headers = sign(&request, &credentials, "20261122T101112Z").unwrap();
        let (_, authorization) = headers.last().unwrap();
        assert!(
            authorization.ends_with("Signature=c50f25c3a595b0b095b7b5af4aaf8116b46e965215668d1f2863bea4f84785f0"),
            "{authorization}"
        );
    }
}
