//! A function's secrets, which are read when a tool needs them, and its settings.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::environment::{Place, variable};
use crate::errors::Crash;
use crate::signature::{Request, sha256, sign};
use crate::storage::{AGENT, with_headers};

/// A secret that was changed is known by all functions after this time.
const KEPT: Duration = Duration::from_secs(300);

static READ: LazyLock<Mutex<HashMap<String, (Instant, String)>>> = LazyLock::new(Mutex::default);

/// The value of a secret that `tools.json` declares, from Secrets Manager. Never log it.
pub fn secret(name: &str) -> Result<String, Crash> {
    let variable_name = format!("SECRET_ARN_{}", upper(name));
    let arn = variable(&variable_name).ok_or_else(|| missing(name, &format!("{variable_name} isn't set")))?;
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, value)) = read.get(&arn).filter(|(when, _)| when.elapsed() < KEPT) {
        return Ok(value.clone());
    }
    let value = fetch(name, &arn)?;
    read.insert(arn, (Instant::now(), value.clone()));
    Ok(value)
}

/// A setting that `tools.json` declares; the empty text if it isn't set.
pub fn setting(name: &str) -> String {
    variable(&format!("SETTING_{}", upper(name))).unwrap_or_default()
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
    let post = with_headers(AGENT.post(&signed.url), &signed);
    let answer = post.send(body.as_str()).map_err(|wrong| missing(name, &wrong.to_string()))?;
    let status = answer.status();
    let text = answer.into_body().read_to_string().map_err(|wrong| missing(name, &wrong.to_string()))?;
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    match json["SecretString"].as_str() {
        Some(value) if status == 200 => Ok(value.to_owned()),
        _ => Err(missing(name, &format!("Secrets Manager answered {status} {}", json["__type"]))),
    }
}

fn upper(name: &str) -> String {
    name.to_uppercase().replace('-', "_")
}

fn missing(name: &str, why: &str) -> Crash {
    Crash::new("SecretError", format!("the secret {name} can't be read: {why}"))
}
