//! Reads a function's secrets, when a tool needs them, and its settings.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ureq::Body;
use ureq::http::Response;

use crate::attempts::attempts;
use crate::crash::Crash;
use crate::environment::{Place, variable};
use crate::output::{Failure, ToolError};
use crate::signature::{Request, sha256, sign};
use crate::storage::{AGENT, with_headers};

/// The time for which a secret is kept. After it all functions use a changed value.
const KEPT: Duration = Duration::from_secs(300);

static READ: LazyLock<Mutex<HashMap<String, (Instant, String)>>> = LazyLock::new(Mutex::default);

/// Returns the value of a secret that `tools.json` declares, from Secrets Manager. Never log it. If the function has no such
/// secret, the error is a ToolError: the model can't repair this, but it can tell a person.
pub fn secret(name: &str) -> Result<String, Failure> {
    let arn = variable(&format!("SECRET_ARN_{}", upper(name))).ok_or_else(|| {
        ToolError::new(format!("This tool has no secret {name}, so it can't do this. A person has to deploy one."))
    })?;
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, value)) = read.get(&arn).filter(|(when, _)| when.elapsed() < KEPT) {
        return Ok(value.clone());
    }
    let value = filled(name, &fetch(name, &arn)?)?;
    read.insert(arn, (Instant::now(), value.clone()));
    Ok(value)
}

/// Returns a setting that `tools.json` declares. It is empty if it isn't set.
pub fn setting(name: &str) -> String {
    variable(&format!("SETTING_{}", upper(name))).unwrap_or_default()
}

/// Returns the value without white space around it. A person may have stored it with a line break at its end.
fn filled(name: &str, value: &str) -> Result<String, ToolError> {
    match value.trim() {
        "" => Err(ToolError::new(format!("The secret {name} of this tool is empty. A person has to set it."))),
        value => Ok(value.to_owned()),
    }
}

/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
fn fetch(name: &str, arn: &str) -> Result<String, Crash> {
    let place = match Place::given("AWS_ENDPOINT_URL_SECRETS_MANAGER")? {
        Some(place) => place,
        None => Place::in_aws("secretsmanager")?,
    };
    let body = json!({"SecretId": arn}).to_string();
    let headers = vec![
        ("content-type", "application/x-amz-json-1.1".to_owned()),
        ("x-amz-target", "secretsmanager.GetSecretValue".to_owned()),
    ];
    let request = Request { method: "POST", service: "secretsmanager", path: "/", headers, body: sha256(&body) };
    let signed = sign(request, &place)?;
    // The answer is read here, so that a connection that breaks in its middle is another fault that passes.
    let answer = attempts(code, || {
        let (head, mut answer) = with_headers(AGENT.post(&signed.url), &signed).send(body.as_str())?.into_parts();
        Ok(Response::from_parts(head, Body::builder().data(answer.read_to_vec()?)))
    });
    match answer.map_err(|wrong| unread(name, &wrong.to_string()))? {
        Ok(answer) => {
            let text = answer.into_body().read_to_string().map_err(|wrong| unread(name, &wrong.to_string()))?;
            let json: Value = serde_json::from_str(&text).unwrap_or_default();
            // A secret may be stored as bytes, which no tool uses.
            Ok(json["SecretString"].as_str().unwrap_or_default().to_owned())
        }
        Err(refusal) => Err(unread(name, &format!("Secrets Manager answered {} {}", refusal.status, refusal.code))),
    }
}

/// Returns the code of an error, like `ThrottlingException`. Some services put their namespace before it.
fn code(words: &str) -> &str {
    let (_, rest) = words.split_once("\"__type\"").unwrap_or_default();
    let name = rest.split('"').nth(1).unwrap_or_default();
    name.rsplit('#').next().unwrap_or_default()
}

fn upper(name: &str) -> String {
    name.to_uppercase().replace('-', "_")
}

fn unread(name: &str, why: &str) -> Crash {
    Crash::new("SecretError", format!("the secret {name} can't be read: {why}"))
}

#[cfg(test)]
mod tests {
    use super::{code, filled, secret};
    use crate::output::Failure;

    fn told(refused: impl Into<Failure>) -> String {
        match refused.into() {
            Failure::Repairable(error) => format!("{:?}", error.content),
            Failure::Crash(crash) => panic!("{crash}"),
        }
    }

    #[test]
    fn a_function_without_a_secret_tells_the_model_that_a_person_has_to_deploy_one() {
        let without = told(secret("nobody_has_deployed").unwrap_err());
        assert!(without.contains("This tool has no secret nobody_has_deployed, so it can't do this. A person has to deploy one."));
    }

    #[test]
    fn a_secret_is_without_the_spaces_around_it_and_an_empty_one_is_none() {
        assert_eq!(filled("google_maps", " key\n").unwrap(), "key");
        let empty = told(filled("google_maps", " \n").unwrap_err());
        assert!(empty.contains("The secret google_maps of this tool is empty. A person has to set it."));
    }

    #[test]
    fn the_code_of_an_error_is_without_its_namespace() {
        assert_eq!(
            code(r#"{"__type":"com.amazonaws.secretsmanager#ThrottlingException","message":"Rate"}"#),
            "ThrottlingException"
        );
        assert_eq!(code(r#"{"__type": "InternalServiceError"}"#), "InternalServiceError");
        assert_eq!(code("no JSON"), "");
    }
}
