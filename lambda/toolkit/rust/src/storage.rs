//! Files in S3, read and written as streams.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;
use std::{env, thread};

use rusty_s3::actions::{GetObject, PutObject, S3Action};
use rusty_s3::{Bucket, Credentials, UrlStyle};
use ureq::http::Response;
use ureq::{Agent, SendBody};
use url::Url;

use crate::errors::Crash;

/// Of the signature in a URL: longer than any transfer begins late.
const SIGNED_FOR: Duration = Duration::from_secs(300);
const ATTEMPTS: u32 = 3;

pub(crate) static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    let limits = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_connect(Some(Duration::from_secs(5)))
        .timeout_recv_response(Some(Duration::from_secs(30)));
    limits.build().into()
});

pub(crate) enum Body<'a> {
    Bytes(&'a [u8]),
    File(&'a Path),
}

/// Stores a file; returns its bytes.
pub(crate) fn put(bucket: &str, key: &str, body: Body, content_type: &str) -> Result<u64, Crash> {
    let bytes = match body {
        Body::Bytes(data) => data.len() as u64,
        Body::File(path) => File::open(path).and_then(|file| file.metadata()).map_err(|wrong| broken(key, &wrong))?.len(),
    };
    let url = signed(bucket, |bucket, credentials| PutObject::new(bucket, Some(credentials), key).sign(SIGNED_FOR))?;
    let answer = attempts(key, || {
        let request = AGENT.put(url.as_str()).header("Content-Type", content_type).header("Content-Length", bytes.to_string());
        match body {
            Body::Bytes(data) => request.send(data),
            Body::File(path) => request.send(SendBody::from_owned_reader(File::open(path)?)),
        }
    })?;
    match answer.status().as_u16() {
        200 => Ok(bytes),
        status => Err(refused("stored", bucket, key, status, &words(answer))),
    }
}

/// A file as a stream, or in words why it can't be read: because it isn't there, or isn't allowed.
pub(crate) fn get(bucket: &str, key: &str) -> Result<Result<impl Read + use<>, String>, Crash> {
    let url = match signed(bucket, |bucket, credentials| GetObject::new(bucket, Some(credentials), key).sign(SIGNED_FOR)) {
        Err(Unsigned::NoBucket) => {
            return Ok(Err(format!("There is no file '{key}' in bucket '{bucket}': no bucket is named like this.")));
        }
        other => other?,
    };
    let answer = attempts(key, || AGENT.get(url.as_str()).call())?;
    let status = answer.status().as_u16();
    if status == 200 {
        return Ok(Ok(answer.into_body().into_reader()));
    }
    let body = words(answer);
    // Where a function may not list a bucket, S3 doesn't tell it a missing file from a forbidden one.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    match code(&body) {
        "NoSuchKey" | "NoSuchBucket" | "InvalidBucketName" | "KeyTooLongError" => {
            Ok(Err(format!("There is no file '{key}' in bucket '{bucket}'.")))
        }
        "AccessDenied" | "AllAccessDisabled" => {
            Ok(Err(format!("There is no file '{key}' in bucket '{bucket}', or this tool may not read it.")))
        }
        _ => Err(refused("read", bucket, key, status, &body)),
    }
}

/// Tries again where S3 can't be reached or is busy.
fn attempts(key: &str, send: impl Fn() -> Result<Response<ureq::Body>, ureq::Error>) -> Result<Response<ureq::Body>, Crash> {
    for attempt in 1.. {
        let answer = send();
        let passing = answer.as_ref().map_or(true, |answer| answer.status().is_server_error());
        if !passing || attempt == ATTEMPTS {
            return answer.map_err(|wrong| broken(key, &wrong));
        }
        thread::sleep(Duration::from_millis(100 << attempt));
    }
    unreachable!("the last attempt returns")
}

/// By path where `AWS_ENDPOINT_URL` is set, as for an emulator; else by the bucket's own host.
fn signed(name: &str, sign: impl Fn(&Bucket, &Credentials) -> Url) -> Result<Url, Unsigned> {
    let credentials = Credentials::from_env().ok_or_else(|| misconfigured("there are no AWS credentials in the environment"))?;
    let region = region()?;
    let given = variable("AWS_ENDPOINT_URL_S3").or_else(|| variable("AWS_ENDPOINT_URL"));
    let (endpoint, style) = match given {
        Some(endpoint) => (endpoint, UrlStyle::Path),
        // A dot in a bucket's name doesn't fit S3's certificate.
        None => (
            format!("https://s3.{region}.{}", domain(&region)),
            if name.contains('.') { UrlStyle::Path } else { UrlStyle::VirtualHost },
        ),
    };
    let endpoint = Url::parse(&endpoint).map_err(|wrong| misconfigured(&format!("the endpoint {endpoint} is no URL: {wrong}")))?;
    let bucket = Bucket::new(endpoint, style, name.to_owned(), region).map_err(|_| Unsigned::NoBucket)?;
    Ok(sign(&bucket, &credentials))
}

/// Why there is no URL of a file.
enum Unsigned {
    /// No bucket can have this name.
    NoBucket,
    Misconfigured(Crash),
}

impl From<Crash> for Unsigned {
    fn from(crash: Crash) -> Self {
        Self::Misconfigured(crash)
    }
}

impl From<Unsigned> for Crash {
    fn from(unsigned: Unsigned) -> Self {
        match unsigned {
            Unsigned::NoBucket => misconfigured("no bucket can have the name of this run's"),
            Unsigned::Misconfigured(crash) => crash,
        }
    }
}

pub(crate) fn region() -> Result<String, Crash> {
    variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION")).ok_or_else(|| misconfigured("AWS_REGION isn't set"))
}

/// https://docs.aws.amazon.com/general/latest/gr/s3.html
pub(crate) fn domain(region: &str) -> &'static str {
    if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" }
}

pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn misconfigured(why: &str) -> Crash {
    Crash::new("StorageError", why)
}

fn broken(key: &str, wrong: &dyn std::fmt::Display) -> Crash {
    Crash::new("StorageError", format!("S3 can't be reached for {key}: {wrong}"))
}

fn refused(what: &str, bucket: &str, key: &str, status: u16, body: &str) -> Crash {
    Crash::new("StorageError", format!("s3://{bucket}/{key} can't be {what}: S3 answered {status} {body}"))
}

/// The beginning of an answer that is no file.
fn words(answer: Response<ureq::Body>) -> String {
    answer.into_body().with_config().limit(2000).read_to_string().unwrap_or_default()
}

/// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
fn code(body: &str) -> &str {
    body.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).map_or("", |(code, _)| code)
}
