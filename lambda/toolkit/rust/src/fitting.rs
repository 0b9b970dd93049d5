//! Fits an input into its schema. The sentences for an input that doesn't fit are those of the toolkits of all languages.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::schema::{Kind, Schema};
use crate::shown::{MOST_WHOLE, cut, plain, shown, whole, written};

const MOST_PROBLEMS: usize = 5;

const LIMITS: [(&str, &str, &str); 8] = [
    ("minimum", "", " or more"),
    ("exclusiveMinimum", "more than ", ""),
    ("maximum", "", " or less"),
    ("exclusiveMaximum", "less than ", ""),
    ("minLength", "", " or more characters"),
    ("maxLength", "", " or fewer characters"),
    ("minItems", "", " or more items"),
    ("maxItems", "", " or fewer items"),
];

/// Returns an input as its tool takes it, and a sentence for each of the first problems.
///
/// A null for an optional field is left out. A whole number with a point becomes an integer.
pub(crate) fn fit(input: &Value, schema: &Schema) -> (Value, Vec<String>) {
    let mut problems = Problems(vec![]);
    let fitted = problems.fit(input, schema, "input", false);
    (fitted, problems.0)
}

struct Problems(Vec<String>);

impl Problems {
    fn fit(&mut self, value: &Value, schema: &Schema, path: &str, optional: bool) -> Value {
        let before = self.0.len();
        let mut fits = fits(value, schema);
        let fitted = match (value, &schema.items) {
            (Value::Object(fields), _) if fits => return self.fit_fields(fields, schema, path),
            (Value::Array(items), Some(of)) if fits => {
                items.iter().enumerate().map(|(at, item)| self.fit(item, of, &format!("{path}[{at}]"), false)).collect()
            }
            (Value::Number(_), _) if fits && schema.kind == Kind::Integer => plain(value),
            _ => value.clone(),
        };
        if let (Value::Array(items), true) = (&fitted, fits && schema.unique && before == self.0.len()) {
            fits = items.iter().map(written).collect::<HashSet<_>>().len() == items.len();
        }
        if !fits {
            let leave = if optional { "; the field is optional: leave it out if there is no value for it" } else { "" };
            let (given, allowed, reminder) = (shown(value), allowed(schema), reminder(value, schema));
            self.add(format!("{path} is {given}; allowed is {allowed}{reminder}{leave}"));
        }
        fitted
    }

    fn fit_fields(&mut self, given: &Map<String, Value>, schema: &Schema, path: &str) -> Value {
        let mut unknown: Vec<&str> = given.keys().map(String::as_str).filter(|name| !schema.names().contains(name)).collect();
        unknown.sort_unstable();
        for name in unknown {
            self.add(format!("{path} has no field {}; allowed are {}", cut(name), or_no_fields(&schema.names())));
        }
        let mut fitted = Map::new();
        for (name, field) in &schema.fields {
            let required = schema.requires(name);
            match given.get(name) {
                Some(value) if required || !value.is_null() => {
                    fitted.insert(name.clone(), self.fit(value, field, &format!("{path}.{name}"), !required));
                }
                None if required => self.add(format!("{path}.{name} is missing; allowed is {}", allowed(field))),
                _ => {}
            }
        }
        Value::Object(fitted)
    }

    fn add(&mut self, problem: String) {
        if self.0.len() < MOST_PROBLEMS {
            self.0.push(problem);
        }
    }
}

/// Returns whether a value is of the schema's type and within its limits. It doesn't look into objects and lists.
fn fits(value: &Value, schema: &Schema) -> bool {
    match (value, schema.kind) {
        (Value::Object(_), Kind::Object) | (Value::Bool(_), Kind::Boolean) => true,
        (Value::Array(items), Kind::Array) => allows(items.len() as f64, schema),
        (Value::String(text), Kind::String) => {
            allows(text.chars().count() as f64, schema)
                && schema.choices.as_ref().is_none_or(|choices| choices.contains(text))
                && schema.pattern.as_ref().is_none_or(|pattern| pattern.is_match(text))
        }
        (Value::Number(number), Kind::Number) => number.as_f64().is_some_and(|number| allows(number, schema)),
        (Value::Number(_), Kind::Integer) => {
            whole(value).is_some_and(|number| number.abs() <= MOST_WHOLE && allows(number as f64, schema))
        }
        _ => false,
    }
}

/// Returns whether a number, a length or a size is within the limits.
fn allows(size: f64, schema: &Schema) -> bool {
    schema.limits.iter().all(|(key, limit)| {
        let limit = limit.as_f64().unwrap_or(f64::NAN);
        match key.as_str() {
            "minimum" | "minLength" | "minItems" => size >= limit,
            "exclusiveMinimum" => size > limit,
            "exclusiveMaximum" => size < limit,
            _ => size <= limit,
        }
    })
}

/// Returns in words what a schema allows, like `a whole number, 1 or more`.
fn allowed(schema: &Schema) -> String {
    let kind = match schema.kind {
        Kind::Object => "an object",
        Kind::Array => "a list",
        Kind::String => "a text",
        Kind::Integer => "a whole number",
        Kind::Number => "a number",
        Kind::Boolean => "true or false",
    };
    let mut said = vec![kind.to_owned()];
    if let Some(choices) = &schema.choices {
        said.push(format!("one of {}", choices.iter().map(|each| json!(each).to_string()).collect::<Vec<_>>().join(", ")));
    }
    for (key, before, after) in LIMITS {
        if let Some((_, limit)) = schema.limits.iter().find(|(name, _)| name == key) {
            said.push(format!("{before}{}{after}", written(limit)));
        }
    }
    if let Some(pattern) = &schema.pattern {
        said.push(format!("that matches {pattern}"));
    }
    if schema.unique {
        said.push("no item twice".to_owned());
    }
    cut(&said.join(", "))
}

/// Returns in words a rule that the keys of the schema don't say.
fn reminder(value: &Value, schema: &Schema) -> String {
    if value.is_string() && schema.kind != Kind::String {
        return ", and not a text".to_owned();
    }
    let is_too_big = value.as_f64().is_some_and(|number| number.abs() > MOST_WHOLE as f64);
    if schema.kind == Kind::Integer && is_too_big { format!(", -{MOST_WHOLE} to {MOST_WHOLE}") } else { String::new() }
}

pub(crate) fn or_no_fields(names: &[impl AsRef<str>]) -> String {
    if names.is_empty() { "no fields".to_owned() } else { names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ") }
}
