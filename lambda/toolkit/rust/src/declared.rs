//! Reads the tools that `tools.json` declares, and checks a tool's input against its schema.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::crash::Crash;
use crate::fitting::{fit, or_no_fields};
use crate::output::ToolError;
use crate::schema::Schema;
use crate::shown::cut;

/// One entry of `tools.json`.
pub(crate) struct DeclaredTool {
    pub(crate) name: String,
    schema: Schema,
}

impl DeclaredTool {
    fn new(declaration: &Value) -> Result<Self, Crash> {
        let name = declaration["name"].as_str().ok_or_else(|| Crash::declaration("a tool of tools.json has no name"))?;
        let schema = Schema::read(&declaration["input_schema"])
            .map_err(|why| Crash::declaration(format!("the schema of tool '{name}' can't be used: {why}")))?;
        Ok(Self { name: name.to_owned(), schema })
    }

    pub(crate) fn fields(&self) -> Vec<&str> {
        self.schema.names()
    }

    /// Returns the input as the struct of the tool's function. Fails if it doesn't fit the schema.
    pub(crate) fn taken<I: DeserializeOwned>(&self, given: &Value) -> Result<I, ToolError> {
        let name = &self.name;
        let (fitted, problems) = fit(given, &self.schema);
        if !problems.is_empty() {
            return Err(ToolError::new(format!("The input of {name} is wrong: {}. {}", problems.join(". "), self.takes())));
        }
        serde_json::from_value(fitted).map_err(|wrong| {
            let why = cut(&wrong.to_string());
            ToolError::new(format!("The input of {name} can't be used: {why}. {}", self.takes()))
        })
    }

    /// Returns the error for an input that is JSON, but that this toolkit can't hold.
    pub(crate) fn unreadable(&self, why: &str) -> ToolError {
        let can_be =
            "An input has no number over 1.8e308, no half of a surrogate pair, and at most 127 levels of lists and objects.";
        ToolError::new(format!("The input of {} can't be read: {why}. {can_be} {}", self.name, self.takes()))
    }

    /// Returns the fields of the tool, like `query takes: sql (string, required), rows (integer).`
    fn takes(&self) -> String {
        let required = |name: &str| if self.schema.requires(name) { ", required" } else { "" };
        let fields: Vec<String> =
            self.schema.fields.iter().map(|(name, field)| format!("{name} ({}{})", field.kind.name(), required(name))).collect();
        format!("{} takes: {}.", self.name, or_no_fields(&fields))
    }
}

/// Returns all tools of a `tools.json`, in its order.
pub(crate) fn read(tools_json: &str) -> Result<Vec<DeclaredTool>, Crash> {
    let json: Value = serde_json::from_str(tools_json)
        .map_err(|wrong| Crash::declaration(format!("tools.json can't be read as a declaration of tools: {wrong}")))?;
    let tools = json["tools"].as_array().ok_or_else(|| Crash::declaration("tools.json has no list of tools"))?;
    tools.iter().map(DeclaredTool::new).collect()
}
