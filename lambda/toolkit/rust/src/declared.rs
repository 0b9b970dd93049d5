//! Reads the tools that `tools.json` declares, and checks a tool's input against its schema.

use std::borrow::Cow;

use boon::{CompileError, Compiler, Draft, SchemaIndex, Schemas, ValidationError};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::crash::Crash;
use crate::output::ToolError;

/// The most characters of a wrong value that an error repeats. They are enough to recognise it, and don't double a prompt.
const MOST_SHOWN: usize = 300;

/// A float holds each whole number up to this one.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// One entry of `tools.json`.
pub(crate) struct DeclaredTool {
    pub(crate) name: String,
    schema: Value,
    compiled: Schemas,
    index: SchemaIndex,
}

impl DeclaredTool {
    fn new(declaration: &Value) -> Result<Self, Crash> {
        let name = declaration["name"].as_str().ok_or_else(|| Crash::declaration("a tool of tools.json has no name"))?;
        let schema = declaration["input_schema"].clone();
        let (mut compiler, mut compiled) = (Compiler::new(), Schemas::new());
        compiler.set_default_draft(Draft::V7);
        let url = format!("tool:///{name}");
        let wrong = |why: CompileError| Crash::declaration(format!("the input_schema of tool '{name}' is no JSON Schema: {why}"));
        compiler.add_resource(&url, schema.clone()).map_err(wrong)?;
        let index = compiler.compile(&url, &mut compiled).map_err(wrong)?;
        if !schema.is_object() {
            return Err(Crash::declaration(format!("tool '{name}' has no input_schema")));
        }
        if schema["additionalProperties"] != Value::Bool(false) {
            return Err(Crash::declaration(format!(
                "the schema of tool '{name}' allows any other field: it needs additionalProperties false"
            )));
        }
        Ok(Self { name: name.to_owned(), schema, compiled, index })
    }

    pub(crate) fn fields(&self) -> Vec<&str> {
        self.schema["properties"].as_object().map(|fields| fields.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    /// Returns the input as the struct of the tool's function.
    pub(crate) fn taken<I: DeserializeOwned>(&self, given: &Value) -> Result<I, ToolError> {
        self.check(given)?;
        serde_json::from_value(self.with_whole_numbers(given)).map_err(|wrong| {
            let why = cut(&wrong.to_string());
            ToolError::new(format!("The input of {} can't be used: {why}. {}", self.name, self.allowed()))
        })
    }

    /// Returns the error for an input that is JSON, but that this toolkit can't hold.
    pub(crate) fn unreadable(&self, why: &str) -> ToolError {
        let can_be =
            "An input has no number over 1.8e308, no half of a surrogate pair, and at most 127 levels of lists and objects.";
        ToolError::new(format!("The input of {} can't be read: {why}. {can_be} {}", self.name, self.allowed()))
    }

    /// Fails if an input doesn't fit. The error says what was given and what is allowed.
    fn check(&self, given: &Value) -> Result<(), ToolError> {
        let name = &self.name;
        if !given.is_object() {
            return Err(ToolError::new(format!(
                "The input of {name} has to be an object, not {}. {}",
                shown(given),
                self.allowed()
            )));
        }
        self.compiled.validate(given, self.index).map_err(|wrong| {
            let first = deepest(&wrong);
            let place = first.instance_location.to_string();
            let message = cut(&format!("input{}: {}", place.replace('/', "."), first.kind));
            let value = given.pointer(&place).unwrap_or(given);
            ToolError::new(format!("The input of {name} is wrong: {message}. Given: {}. {}", shown(value), self.allowed()))
        })
    }

    /// Returns the input with 2 for 2.0 where the schema wants an integer. JSON Schema takes 2.0 for an integer, and serde doesn't.
    fn with_whole_numbers(&self, given: &Value) -> Value {
        let mut whole = given.clone();
        for (name, value) in whole.as_object_mut().into_iter().flat_map(Map::iter_mut) {
            let wanted = &self.schema["properties"][name]["type"];
            if let Some(number) =
                value.as_f64().filter(|number| wanted == "integer" && value.is_f64() && number.abs() <= MOST_EXACT)
            {
                *value = Value::from(number as i64);
            }
        }
        whole
    }

    fn allowed(&self) -> String {
        let required = self.schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
        let fields: Vec<Cow<str>> = self
            .fields()
            .into_iter()
            .map(
                |field| if required.iter().any(|name| name == field) { format!("{field} (required)").into() } else { field.into() },
            )
            .collect();
        let fields = if fields.is_empty() { "none".to_owned() } else { fields.join(", ") };
        format!("Its fields: {fields}. Its schema: {}", self.schema)
    }
}

/// Returns all tools of a `tools.json`, in its order.
pub(crate) fn read(tools_json: &str) -> Result<Vec<DeclaredTool>, Crash> {
    let json: Value = serde_json::from_str(tools_json)
        .map_err(|wrong| Crash::declaration(format!("tools.json can't be read as a declaration of tools: {wrong}")))?;
    let tools = json["tools"].as_array().ok_or_else(|| Crash::declaration("tools.json has no list of tools"))?;
    tools.iter().map(DeclaredTool::new).collect()
}

/// Returns the first cause of an error, which names the fault exactly.
fn deepest<'s, 'v, 'e>(error: &'e ValidationError<'s, 'v>) -> &'e ValidationError<'s, 'v> {
    error.causes.first().map_or(error, deepest)
}

/// Returns a value as the model wrote it, cut to MOST_SHOWN.
fn shown(value: &Value) -> String {
    cut(&value.to_string())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}
