//! One tool use, read from the event, and the files that it may read and write.

use std::io::Read;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use crate::errors::{Crash, Failure, ToolError};
use crate::storage::{self, Body};

/// What people put there for agents; beside the run's own files all that a tool may read.
const INPUTS: &str = "inputs/";

/// Where a stored file is.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub bucket: String,
    pub key: String,
    pub bytes: u64,
}

/// Where a run's files go. The prefix ends with a slash.
#[derive(Debug, Clone)]
pub(crate) struct Results {
    bucket: String,
    prefix: String,
}

/// What the model asked for, and the run it belongs to.
#[derive(Debug, Clone)]
pub struct ToolUse {
    pub id: String,
    pub name: String,
    pub input: Value,
    pub execution: Option<String>,
    pub agent: Option<String>,
    pub(crate) results: Option<Results>,
}

impl ToolUse {
    /// Whether there is a run to store files for; not when a person tries a tool by hand.
    pub fn has_run(&self) -> bool {
        self.results.is_some()
    }

    /// Stores a file of this tool use in S3 as `<prefix><tool_use_id><name>`.
    pub fn store(&self, name: &str, data: &[u8], content_type: &str) -> Result<Link, Failure> {
        self.put(name, Body::Bytes(data), content_type)
    }

    /// The same for a file of this machine, which is not read into memory.
    pub fn store_file(&self, name: &str, path: &Path, content_type: &str) -> Result<Link, Failure> {
        self.put(name, Body::File(path), content_type)
    }

    /// A file in S3 as a stream. The run's own files and those of `inputs/` may be read; anything else, and what isn't there, is the
    /// model's to repair. Without a run, as when a person tries a tool by hand, AWS alone decides.
    pub fn open(&self, bucket: &str, key: &str) -> Result<impl Read + use<>, Failure> {
        let Some(results) = &self.results else {
            return Ok(storage::get(bucket, key)?.map_err(ToolError::new)?);
        };
        let allowed =
            format!("Files of this run begin with {}; files that people put there for agents begin with {INPUTS}", results.prefix);
        if bucket != results.bucket {
            let own = &results.bucket;
            let why = format!("Bucket '{bucket}' can't be read: the files of this run are in '{own}'. {allowed}");
            return Err(ToolError::new(why).into());
        }
        // A client or a server might take the dots for a folder; no tool writes such a key.
        let dots = key.split('/').any(|part| part == "." || part == "..");
        if dots || !(key.starts_with(&results.prefix) || key.starts_with(INPUTS)) {
            return Err(ToolError::new(format!("The file '{key}' can't be read. {allowed}")).into());
        }
        Ok(storage::get(bucket, key)?.map_err(|why| ToolError::new(format!("{why} {allowed}")))?)
    }

    /// None if there is no run to store it for.
    pub(crate) fn store_result(&self, name: &str, data: &[u8], content_type: &str) -> Result<Option<Link>, Crash> {
        let Some(results) = &self.results else { return Ok(None) };
        results.put(&self.id, name, Body::Bytes(data), content_type).map(Some)
    }

    fn put(&self, name: &str, body: Body, content_type: &str) -> Result<Link, Failure> {
        let Some(results) = &self.results else {
            let why = "This tool use came without a run, so there is no bucket to store a file in.";
            return Err(ToolError::new(why).into());
        };
        Ok(results.put(&self.id, name, body, content_type)?)
    }
}

impl Results {
    fn put(&self, id: &str, name: &str, body: Body, content_type: &str) -> Result<Link, Crash> {
        // Providers make up ids; one with a slash must not lead out of the run's folder.
        let safe = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' || letter == '-' { letter } else { '_' };
        let key = format!("{}{}{name}", self.prefix, id.chars().map(safe).collect::<String>());
        let bytes = storage::put(&self.bucket, &key, body, content_type)?;
        Ok(Link { bucket: self.bucket.clone(), key, bytes })
    }
}

/// Reads the event of the tool contract. The error names the field.
pub(crate) fn read(event: &Value) -> Result<ToolUse, Crash> {
    if !event.is_object() {
        let wrong = format!("a tool use is an object with id, name and input, not {}", kind(event));
        return Err(Crash::malformed_event(wrong));
    }
    let run = object(event, "run", "run")?;
    let results = object(run, "results", "run.results")?;
    let bucket = text(results, "bucket", "run.results.bucket")?;
    let prefix = text(results, "prefix", "run.results.prefix")?;
    let results = match (bucket, prefix) {
        (Some(bucket), Some(prefix)) => Some(Results { bucket, prefix }),
        (None, None) if results.as_object().is_none_or(|fields| fields.is_empty()) => None,
        _ => return Err(Crash::malformed_event("run.results needs both bucket and prefix")),
    };
    Ok(ToolUse {
        id: needed(event, "id")?,
        name: needed(event, "name")?,
        input: event["input"].clone(),
        execution: text(run, "execution", "run.execution")?,
        agent: text(run, "agent", "run.agent")?,
        results,
    })
}

fn object<'a>(of: &'a Value, name: &str, path: &str) -> Result<&'a Value, Crash> {
    match &of[name] {
        value @ (Value::Null | Value::Object(_)) => Ok(value),
        other => Err(wrong(path, "an object", other)),
    }
}

fn text(of: &Value, name: &str, path: &str) -> Result<Option<String>, Crash> {
    match &of[name] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        other => Err(wrong(path, "text", other)),
    }
}

fn needed(of: &Value, name: &str) -> Result<String, Crash> {
    match of[name].as_str() {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(wrong(name, "text, one character or more", &of[name])),
    }
}

fn wrong(path: &str, wanted: &str, given: &Value) -> Crash {
    Crash::malformed_event(format!("{path} of a tool use has to be {wanted}, not {}", kind(given)))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::String(text) if text.is_empty() => "nothing",
        Value::String(_) => "text",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
