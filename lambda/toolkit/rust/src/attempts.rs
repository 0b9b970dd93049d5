//! Sends a request to AWS, and again where another try may help, as AWS's SDKs do.
//! https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html

use std::io::Read;
use std::thread;
use std::time::Duration;

use ureq::Body;
use ureq::http::Response;

const ATTEMPTS: u32 = 3;

/// The codes of refusals that pass, beside every status from 500 on.
const PASSING: [&str; 15] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "RequestTimeout",
    "RequestTimeoutException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];

/// The most bytes of a refusal that are read. S3 repeats a key in its errors, and each of the key's 1,024 bytes may take six.
const MOST_WORDS: u64 = 2000;

/// An answer that isn't 200.
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) words: String,
}

impl Refusal {
    fn passes(&self) -> bool {
        self.status >= 500 || self.status == 429 || PASSING.contains(&self.code.as_str())
    }
}

/// Sends a request until it is answered with 200, is refused for good, or has failed three times. Returns the answer, or the last
/// refusal. `code` finds the code of an error in the words of a refusal.
pub(crate) fn attempts(
    code: fn(&str) -> &str,
    send: impl Fn() -> Result<Response<Body>, ureq::Error>,
) -> Result<Result<Response<Body>, Refusal>, ureq::Error> {
    let mut attempt = 1;
    loop {
        let outcome = match send() {
            Ok(answer) if answer.status() == 200 => return Ok(Ok(answer)),
            Ok(answer) => Ok(refusal(answer, code)),
            Err(wrong) => Err(wrong),
        };
        if attempt == ATTEMPTS || outcome.as_ref().is_ok_and(|refusal| !refusal.passes()) {
            return outcome.map(Err);
        }
        thread::sleep(Duration::from_millis(250 * 4_u64.pow(attempt - 1)));
        attempt += 1;
    }
}

fn refusal(answer: Response<Body>, code: fn(&str) -> &str) -> Refusal {
    let status = answer.status().as_u16();
    let mut start = Vec::new();
    // If the connection breaks, the part that arrived is enough.
    let _ = answer.into_body().into_reader().take(MOST_WORDS).read_to_end(&mut start);
    let words = String::from_utf8_lossy(&start).into_owned();
    Refusal { status, code: code(&words).to_owned(), words }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io;

    use ureq::Body;
    use ureq::http::Response;

    use super::{Refusal, attempts};

    fn answer(status: u16, body: &str) -> Result<Response<Body>, ureq::Error> {
        Ok(Response::builder().status(status).body(Body::builder().data(body.as_bytes())).unwrap())
    }

    fn broken() -> Result<Response<Body>, ureq::Error> {
        Err(io::Error::from(io::ErrorKind::ConnectionReset).into())
    }

    /// Plays the answers in turn. Returns the outcome and the number of requests.
    fn played(answers: Vec<Result<Response<Body>, ureq::Error>>) -> (Result<Result<String, Refusal>, ureq::Error>, usize) {
        let (left, count) = (RefCell::new(answers.into_iter()), RefCell::new(0));
        let outcome = attempts(str::trim, || {
            *count.borrow_mut() += 1;
            left.borrow_mut().next().unwrap()
        });
        (outcome.map(|answer| answer.map(|one| one.into_body().read_to_string().unwrap())), count.into_inner())
    }

    #[test]
    fn a_fault_that_passes_is_sat_out() {
        for first in [broken(), answer(503, "SlowDown"), answer(500, ""), answer(400, "ThrottlingException"), answer(429, "")] {
            let (outcome, requests) = played(vec![first, answer(200, "fine")]);
            assert_eq!((outcome.unwrap().ok().unwrap(), requests), ("fine".to_owned(), 2));
        }
    }

    #[test]
    fn the_third_fault_is_the_last() {
        let (outcome, requests) = played(vec![broken(), answer(503, ""), answer(400, "SlowDown"), answer(200, "late")]);
        let refusal = outcome.unwrap().unwrap_err();
        assert_eq!((refusal.status, refusal.code.as_str(), requests), (400, "SlowDown", 3));
        assert_eq!(played(vec![broken(), broken(), broken()]).1, 3);
    }

    #[test]
    fn a_refusal_that_stays_is_not_tried_again() {
        let (outcome, requests) = played(vec![answer(404, "NoSuchKey"), answer(200, "late")]);
        assert_eq!((outcome.unwrap().unwrap_err().code.as_str(), requests), ("NoSuchKey", 1));
    }

    #[test]
    fn a_long_refusal_still_says_what_is_wrong() {
        let (outcome, _) = played(vec![answer(400, &"x".repeat(5000))]);
        assert_eq!(outcome.unwrap().unwrap_err().words.len(), 2000);
    }
}
