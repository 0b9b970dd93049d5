//! Signs requests with AWS's signature (version 4). It stands in the headers, because errors and logs often repeat the URL.
//! https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use crate::crash::Crash;
use crate::environment::{Credentials, Place};

/// The characters that are written as %XY in a path.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// The value of `body` for a streamed body, which only TLS protects.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
pub(crate) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) service: &'a str,
    /// The path, which begins with a slash and isn't encoded yet.
    pub(crate) path: &'a str,
    /// Headers to send and to sign, by lower-case names.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The SHA-256 of the body in hexadecimal, or UNSIGNED.
    pub(crate) body: String,
}

pub(crate) struct Signed {
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
}

pub(crate) fn sha256(text: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(text))
}

/// Returns the URL and the headers to send now, signed with the credentials of the environment.
pub(crate) fn sign(request: Request, place: &Place) -> Result<Signed, Crash> {
    let now = Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    Ok(sign_at(request, place, &Credentials::read()?, &now))
}

fn sign_at(request: Request, place: &Place, credentials: &Credentials, now: &str) -> Signed {
    let path = utf8_percent_encode(request.path, PATH).to_string();
    let mut headers = request.headers;
    headers.push(("host", place.host.clone()));
    headers.push(("x-amz-content-sha256", request.body.clone()));
    headers.push(("x-amz-date", now.to_owned()));
    headers.extend(credentials.token.clone().map(|token| ("x-amz-security-token", token)));
    headers.sort();
    let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let lines: String = headers.iter().map(|(name, value)| format!("{name}:{}\n", value.trim())).collect();
    let canonical = format!("{}\n{path}\n\n{lines}\n{names}\n{}", request.method, request.body);
    let (day, region, service) = (&now[..8], &place.region, request.service);
    let scope = format!("{day}/{region}/{service}/aws4_request");
    let to_sign = format!("AWS4-HMAC-SHA256\n{now}\n{scope}\n{}", sha256(canonical));
    let secret = format!("AWS4{}", credentials.secret).into_bytes();
    let key = [day, region, service, "aws4_request"].iter().fold(secret, |key, part| mac(&key, part));
    let signature = hex(&mac(&key, &to_sign));
    let who = &credentials.key;
    let authorization = format!("AWS4-HMAC-SHA256 Credential={who}/{scope}, SignedHeaders={names}, Signature={signature}");
    // The client writes the host itself.
    headers.retain(|(name, _)| *name != "host");
    headers.push(("authorization", authorization));
    Signed { url: format!("{}://{}{path}", place.scheme, place.host), headers }
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
    use super::{Request, UNSIGNED, sha256, sign_at};
    use crate::environment::{Credentials, Place};

    /// The expected signatures are those of botocore's SigV4Auth and S3SigV4Auth for the same requests.
    #[test]
    fn signatures_are_those_of_awss_own_sdk() {
        let secret = Request {
            method: "POST",
            service: "secretsmanager",
            path: "/",
            headers: vec![("content-type", "application/x-amz-json-1.1".to_owned())],
            body: sha256(r#"{"SecretId":"arn:x"}"#),
        };
        assert_eq!(signature_of(secret), "26cac113029264addfa0f5ce7ce89b970448e6b2dc613828fdde46c2a5266f6a");
        let file = Request {
            method: "PUT",
            service: "s3",
            path: "/data/runs/x 1/Größe+%.csv",
            headers: vec![("content-type", "text/csv".to_owned())],
            body: UNSIGNED.to_owned(),
        };
        assert_eq!(signature_of(file), "35b29e7a3f3259cd44f2bbb963d1372afde70a329e4f759e594ce16de937d108");
    }

    fn signature_of(request: Request) -> String {
        let credentials = Credentials {
            key: "AKIDEXAMPLE".to_owned(),
            secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned(),
            token: Some("a/token+".to_owned()),
        };
        let place = Place { scheme: "https".to_owned(), host: "127.0.0.1:4566".to_owned(), region: "us-east-1".to_owned() };
        let signed = sign_at(request, &place, &credentials, "20261122T101112Z");
        let (_, authorization) = signed.headers.last().unwrap();
        authorization.rsplit('=').next().unwrap().to_owned()
    }
}
