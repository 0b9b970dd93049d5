//! Files in S3, read and written as streams.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use ureq::{Agent, SendBody};

use crate::attempts::{Refusal, attempts};
use crate::crash::Crash;
use crate::environment::Place;
use crate::signature::{Request, Signed, UNSIGNED, sign};

pub(crate) static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    let limits = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        // Lambda freezes the process between tool uses, and a kept connection would be dead afterwards.
        .max_idle_connections(0)
        .timeout_connect(Some(Duration::from_secs(5)))
        .timeout_recv_response(Some(Duration::from_secs(30)));
    limits.build().into()
});

pub(crate) enum Body<'a> {
    Bytes(&'a [u8]),
    File(&'a Path),
}

/// Stores a file. Returns its size in bytes.
pub(crate) fn put(bucket: &str, key: &str, body: Body, content_type: &str) -> Result<u64, Crash> {
    let bytes = match body {
        Body::Bytes(data) => data.len() as u64,
        Body::File(path) => File::open(path).and_then(|file| file.metadata()).map_err(|wrong| broken(key, &wrong))?.len(),
    };
    let signed = signed("PUT", bucket, key, vec![("content-type", content_type.to_owned())])?;
    let answer = attempts(code, || {
        let put = with_headers(AGENT.put(&signed.url), &signed).header("content-length", bytes.to_string());
        match body {
            Body::Bytes(data) => put.send(data),
            Body::File(path) => put.send(SendBody::from_owned_reader(File::open(path)?)),
        }
    });
    match answer.map_err(|wrong| broken(key, &wrong))? {
        Ok(_) => Ok(bytes),
        Err(refusal) => Err(refused("stored", bucket, key, &refusal)),
    }
}

/// Returns a file as a stream. The inner error says that the file doesn't exist or may not be read.
pub(crate) fn get(bucket: &str, key: &str) -> Result<Result<impl Read + use<>, String>, Crash> {
    let named = |name: &str| name.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"-._".contains(&letter));
    if bucket.is_empty() || key.is_empty() || !named(bucket) {
        return Ok(Err(format!("There is no file '{key}' in bucket '{bucket}': no bucket or no key is named like this.")));
    }
    let signed = signed("GET", bucket, key, vec![])?;
    let answer = attempts(code, || with_headers(AGENT.get(&signed.url), &signed).call());
    let refusal = match answer.map_err(|wrong| broken(key, &wrong))? {
        Ok(file) => return Ok(Ok(file.into_body().into_reader())),
        Err(refusal) => refusal,
    };
    // If a function may not list a bucket, S3 answers AccessDenied for a missing file too.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    match refusal.code.as_str() {
        "NoSuchKey" | "NoSuchBucket" | "InvalidBucketName" | "KeyTooLongError" => {
            Ok(Err(format!("There is no file '{key}' in bucket '{bucket}'.")))
        }
        "AccessDenied" | "AllAccessDisabled" => {
            Ok(Err(format!("There is no file '{key}' in bucket '{bucket}', or this tool may not read it.")))
        }
        _ => Err(refused("read", bucket, key, &refusal)),
    }
}

/// Signs a request. The bucket stands in the path if the environment names an endpoint, for example of an emulator, and else in the
/// host.
fn signed(method: &str, bucket: &str, key: &str, headers: Vec<(&'static str, String)>) -> Result<Signed, Crash> {
    let by_path = format!("/{bucket}/{key}");
    let (place, path) = match Place::given("AWS_ENDPOINT_URL_S3")? {
        Some(place) => (place, by_path),
        // A dot in a bucket's name doesn't fit S3's certificate.
        None if bucket.contains('.') => (Place::in_aws("s3")?, by_path),
        None => (Place::in_aws(&format!("{bucket}.s3"))?, format!("/{key}")),
    };
    sign(Request { method, service: "s3", path: &path, headers, body: UNSIGNED.to_owned() }, &place)
}

pub(crate) fn with_headers<T>(request: ureq::RequestBuilder<T>, signed: &Signed) -> ureq::RequestBuilder<T> {
    signed.headers.iter().fold(request, |request, (name, value)| request.header(*name, value))
}

fn broken(key: &str, wrong: &dyn std::fmt::Display) -> Crash {
    Crash::new("StorageError", format!("S3 can't be reached for {key}: {wrong}"))
}

fn refused(what: &str, bucket: &str, key: &str, refusal: &Refusal) -> Crash {
    let Refusal { status, words, .. } = refusal;
    Crash::new("StorageError", format!("s3://{bucket}/{key} can't be {what}: S3 answered {status} {words}"))
}

/// Returns the code of an error of S3. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
fn code(body: &str) -> &str {
    body.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).map_or("", |(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn the_code_is_found_even_if_the_rest_was_cut_off() {
        assert_eq!(code("<Error><Code>KeyTooLongError</Code><Message>Your key is too long</Mess"), "KeyTooLongError");
        assert_eq!(code("no XML"), "");
    }
}
