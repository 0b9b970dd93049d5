//! Reads a schema of the dialect that docs/reference/tools-json.md describes. tests/events/fields.json has cases of it for all
//! languages.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use crate::shown::{cut, shown};

/// The most schemas that lie in each other.
const MOST_DEPTH: usize = 20;

const BOUNDS: [&str; 4] = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];
const COUNTS: [&str; 4] = ["minLength", "maxLength", "minItems", "maxItems"];
const KEYS_OF_ALL: [&str; 3] = ["type", "title", "description"];

/// A pattern of the syntax that means the same in all languages: docs/reference/tools-json.md#patterns
const PATTERN_SYNTAX: &str = concat!(
    r"^(?:(?:\\[tnr\\^$.*+?()\[\]{}|/]|\[\^?(?:\\[tnr\\^$.*+?()\[\]{}|/-]|[^\[\]\\$])+\]",
    r"|[^\\\[\](){}.*+?|^$]|\))(?:(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??)?|\((?:\?:)?|[|^$])*$"
);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
}

impl Kind {
    const ALL: [Self; 6] = [Self::Object, Self::Array, Self::String, Self::Integer, Self::Number, Self::Boolean];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
        }
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Object => &["properties", "required", "additionalProperties"],
            Self::Array => &["items", "minItems", "maxItems", "uniqueItems"],
            Self::String => &["enum", "minLength", "maxLength", "pattern"],
            Self::Integer | Self::Number => &BOUNDS,
            Self::Boolean => &[],
        }
    }
}

pub(crate) struct Schema {
    pub(crate) kind: Kind,
    /// The fields of an object, in the order of the text.
    pub(crate) fields: Vec<(String, Schema)>,
    pub(crate) required: Vec<String>,
    pub(crate) items: Option<Box<Schema>>,
    pub(crate) unique: bool,
    pub(crate) choices: Option<Vec<String>>,
    /// Keys like `minimum`, with their values.
    pub(crate) limits: Vec<(String, Value)>,
    pub(crate) pattern: Option<Regex>,
}

impl Schema {
    /// Fails with a sentence that says where a schema isn't of the dialect.
    pub(crate) fn read(schema: &Value) -> Result<Self, String> {
        read(schema, "input_schema", 1)
    }

    pub(crate) fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|each| each == name)
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Keeps the value of a key. Returns None for a value that the key can't have.
    fn take(&mut self, key: &str, value: &Value) -> Option<()> {
        match key {
            "type" | "properties" | "items" => {} // read with their paths
            "required" => self.required = texts(value)?,
            "enum" => self.choices = Some(texts(value).filter(|choices| !choices.is_empty())?),
            "additionalProperties" => drop(value.as_bool()?),
            "uniqueItems" => self.unique = value.as_bool()?,
            "pattern" => self.pattern = Some(pattern(value.as_str()?)?),
            _ if COUNTS.contains(&key) => {
                value.as_f64().filter(|count| *count >= 0.0 && count.fract() == 0.0)?;
                self.limits.push((key.to_owned(), value.clone()));
            }
            _ if BOUNDS.contains(&key) => {
                value.as_f64()?;
                self.limits.push((key.to_owned(), value.clone()));
            }
            _ => drop(value.as_str()?),
        }
        Some(())
    }
}

fn read(schema: &Value, path: &str, depth: usize) -> Result<Schema, String> {
    if depth > MOST_DEPTH {
        return Err(format!("{path} lies too deep; allowed are {MOST_DEPTH} schemas in each other"));
    }
    let keys = schema.as_object().ok_or_else(|| format!("{path} is {}; allowed is an object", shown(schema)))?;
    let kind = Kind::ALL.into_iter().find(|kind| schema["type"] == kind.name()).ok_or_else(|| {
        let names = Kind::ALL.map(Kind::name).join(", ");
        format!("{path}.type is {}; allowed are {names}", shown(&schema["type"]))
    })?;
    let mut found =
        Schema { kind, fields: vec![], required: vec![], items: None, unique: false, choices: None, limits: vec![], pattern: None };
    for (key, value) in keys {
        let allowed = [&KEYS_OF_ALL, kind.keys()].concat();
        if !allowed.contains(&key.as_str()) {
            return Err(format!("{path} has the key {}; allowed are {}", cut(key), allowed.join(", ")));
        }
        found.take(key, value).ok_or_else(|| format!("{path}.{key} can't be {}", shown(value)))?;
    }
    match kind {
        Kind::Object => read_fields(&mut found, keys, path, depth)?,
        Kind::Array => found.items = Some(Box::new(read(&schema["items"], &format!("{path}.items"), depth + 1)?)),
        _ => {}
    }
    Ok(found)
}

fn read_fields(found: &mut Schema, keys: &Map<String, Value>, path: &str, depth: usize) -> Result<(), String> {
    if keys.get("additionalProperties") != Some(&Value::Bool(false)) {
        return Err(format!("{path} allows any other field: it needs additionalProperties false"));
    }
    let fields = keys.get("properties").and_then(Value::as_object).ok_or_else(|| format!("{path} has no properties"))?;
    if let Some(name) = found.required.iter().find(|name| !fields.contains_key(*name)) {
        return Err(format!("{path}.required names {name}, which isn't one of the properties"));
    }
    for (name, field) in fields {
        found.fields.push((name.clone(), read(field, &format!("{path}.properties.{name}"), depth + 1)?));
    }
    Ok(())
}

fn pattern(text: &str) -> Option<Regex> {
    static SYNTAX: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PATTERN_SYNTAX).ok());
    SYNTAX.as_ref().filter(|syntax| syntax.is_match(text)).and_then(|_| Regex::new(text).ok())
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|each| each.as_str().map(str::to_owned)).collect()
}
