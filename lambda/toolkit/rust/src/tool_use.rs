//! One tool use, read from the event, and the files that it may read and write.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::crash::Crash;
use crate::keys::{INPUTS, begins_well, part, strays};
use crate::output::{Failure, ToolError};
use crate::storage::{self, Body};

/// The place of a stored file, and its size.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub bucket: String,
    pub key: String,
    pub bytes: u64,
}

/// The place of a run's files. The prefix ends with a slash.
#[derive(Debug, Clone)]
pub(crate) struct Results {
    bucket: String,
    prefix: String,
}

/// A tool use and the run that it belongs to.
#[derive(Debug, Clone)]
pub struct ToolUse {
    pub id: String,
    pub name: String,
    pub input: Value,
    pub execution: Option<String>,
    pub agent: Option<String>,
    pub(crate) results: Option<Results>,
    pub(crate) unreadable: Option<Unreadable>,
}

/// An input that is JSON, but that no `Value` can hold. `input` is null then.
#[derive(Debug, Clone)]
pub(crate) struct Unreadable {
    pub(crate) why: String,
    bytes: usize,
}

impl ToolUse {
    /// Returns true if the tool use belongs to a run. Without a run no files are stored, for example if a person tries a tool.
    pub fn has_run(&self) -> bool {
        self.results.is_some()
    }

    /// Stores a file of this tool use in S3. It replaces a file with the same name of the same tool use.
    pub fn store(&self, name: &str, data: &[u8], content_type: &str) -> Result<Link, Failure> {
        self.put(name, Body::Bytes(data), content_type)
    }

    /// Stores a file of this machine in S3, as `store` does. The file is not read into memory.
    pub fn store_file(&self, name: &str, path: &Path, content_type: &str) -> Result<Link, Failure> {
        self.put(name, Body::File(path), content_type)
    }

    /// Opens a file in S3 as a stream. A tool may read the run's own files and those of `inputs/`. Any other file, and a missing
    /// one, is an error that the model can repair. Without a run, the function's role alone decides which files can be read.
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
        if !begins_well(&results.prefix, key) {
            return Err(ToolError::new(format!("The file '{key}' can't be read. {allowed}")).into());
        }
        if strays(&results.prefix, key) {
            let why = "no part of a key may be empty or lead elsewhere, as .. and %2e do";
            return Err(ToolError::new(format!("The file '{key}' can't be read: {why}. {allowed}")).into());
        }
        Ok(storage::get(bucket, key)?.map_err(|why| ToolError::new(format!("{why} {allowed}")))?)
    }

    /// Returns the size of the input as JSON.
    pub(crate) fn input_bytes(&self) -> usize {
        self.unreadable.as_ref().map_or_else(|| self.input.to_string().len(), |unreadable| unreadable.bytes)
    }

    /// Stores a result that is too big. Returns None if there is no run to store it for.
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
        let key = format!("{}{}/{}", self.prefix, part(id), part(name));
        let bytes = storage::put(&self.bucket, &key, body, content_type)?;
        Ok(Link { bucket: self.bucket.clone(), key, bytes })
    }
}

/// Reads the event of the tool contract. The error names the field.
pub(crate) fn read(event: &str) -> Result<ToolUse, Crash> {
    let unreadable = |field: &str, why| Crash::malformed_event(format!("{field} can't be read as JSON: {why}"));
    let Ok(fields) = serde_json::from_str::<BTreeMap<String, &RawValue>>(event) else {
        let other: Value = serde_json::from_str(event).map_err(|why| unreadable("a tool use", why))?;
        let wrong = format!("a tool use is an object with id, name and input, not {}", kind(&other));
        return Err(Crash::malformed_event(wrong));
    };
    let field = |name: &str| match fields.get(name) {
        Some(raw) => serde_json::from_str::<Value>(raw.get()),
        None => Ok(Value::Null),
    };
    let event_field = |name: &str| field(name).map_err(|why| unreadable(&format!("{name} of a tool use"), why));
    let (id, name, run) = (event_field("id")?, event_field("name")?, event_field("run")?);
    let run = object(&run, "run")?;
    let results = place(object(&run["results"], "run.results")?)?;
    let (input, unreadable) = match field("input") {
        Ok(input) => (input, None),
        Err(why) => (Value::Null, Some(Unreadable { why: why.to_string(), bytes: fields["input"].get().len() })),
    };
    Ok(ToolUse {
        id: needed(&id, "id")?,
        name: needed(&name, "name")?,
        input,
        execution: text(run, "execution", "run.execution")?,
        agent: text(run, "agent", "run.agent")?,
        results,
        unreadable,
    })
}

/// Returns the place of the run's files. A prefix without a slash at its end would open the files of runs whose names begin alike.
fn place(results: &Value) -> Result<Option<Results>, Crash> {
    if results.is_null() {
        return Ok(None);
    }
    let given = |name: &str, path: &str| Ok::<_, Crash>(text(results, name, path)?.filter(|text| !text.is_empty()));
    let bucket = given("bucket", "run.results.bucket")?;
    let prefix = given("prefix", "run.results.prefix")?;
    let (Some(bucket), Some(prefix)) = (bucket, prefix) else {
        return Err(Crash::malformed_event("run.results needs both bucket and prefix, neither of them empty"));
    };
    if prefix == "/" || !prefix.ends_with('/') {
        let wanted = "run.results.prefix has to be a folder that ends with /, like runs/run-1/";
        return Err(Crash::malformed_event(format!("{wanted}, not {prefix:?}")));
    }
    Ok(Some(Results { bucket, prefix }))
}

fn object<'a>(value: &'a Value, path: &str) -> Result<&'a Value, Crash> {
    match value {
        Value::Null | Value::Object(_) => Ok(value),
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

fn needed(value: &Value, name: &str) -> Result<String, Crash> {
    match value.as_str() {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(wrong(name, "text, one character or more", value)),
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

#[cfg(test)]
mod tests {
    use super::read;
    use crate::output::Failure;

    fn in_run(results: &str) -> String {
        format!(r#"{{"id": "toolu_1", "name": "echo", "input": {{}}, "run": {{"results": {results}}}}}"#)
    }

    fn refused(event: &str) -> String {
        let crash = read(event).unwrap_err();
        assert_eq!(crash.class, "MalformedEventError");
        crash.message
    }

    #[test]
    fn a_place_for_results_is_a_bucket_and_a_folder_or_none_at_all() {
        assert!(read(&in_run(r#"{"bucket": "b", "prefix": "runs/1/"}"#)).unwrap().has_run());
        assert!(!read(&in_run("null")).unwrap().has_run());
        let both = "run.results needs both bucket and prefix, neither of them empty";
        for half in [
            "{}",
            r#"{"bucket": "b"}"#,
            r#"{"bucket": null, "prefix": null}"#,
            r#"{"bucket": "b", "prefix": null}"#,
            r#"{"bucket": "", "prefix": "runs/1/"}"#,
            r#"{"bucket": "b", "prefix": ""}"#,
        ] {
            assert_eq!(refused(&in_run(half)), both);
        }
        let folder = "run.results.prefix has to be a folder that ends with /, like runs/run-1/, not ";
        assert_eq!(refused(&in_run(r#"{"bucket": "b", "prefix": "/"}"#)), folder.to_owned() + r#""/""#);
        assert_eq!(refused(&in_run(r#"{"bucket": "b", "prefix": "runs/1"}"#)), folder.to_owned() + r#""runs/1""#);
    }

    #[test]
    fn an_event_of_which_the_tool_use_cannot_be_read_is_malformed() {
        assert_eq!(refused("[1]"), "a tool use is an object with id, name and input, not a list");
        assert!(refused(r#"{"id": "a\ud800", "name": "echo"}"#).starts_with("id of a tool use can't be read as JSON: "));
        assert!(refused("no JSON").starts_with("a tool use can't be read as JSON: "));
    }

    #[test]
    fn a_file_without_a_bucket_or_a_key_is_not_asked_for() {
        let by_hand = read(r#"{"id": "toolu_1", "name": "echo"}"#).unwrap();
        for (bucket, key) in [("", "a"), ("b", "")] {
            // A request would crash here, because the environment names no S3.
            let Some(Failure::Repairable(error)) = by_hand.open(bucket, key).err() else { panic!("not the model's to repair") };
            let told = format!("There is no file '{key}' in bucket '{bucket}': no bucket or no key is named like this.");
            assert!(format!("{:?}", error.content).contains(&told));
        }
    }
}
