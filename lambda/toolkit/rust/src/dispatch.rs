//! Calls the function that a Lambda event names, and makes a tool result of its answer.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::crash::Crash;
use crate::declared::{self, DeclaredTool};
use crate::fields::fields_of;
use crate::json::text_bytes;
use crate::log::ToolUseLog;
use crate::output::{Failure, Output, ToolError};
use crate::result;
use crate::tool_use::{self, ToolUse};

type Function = Box<dyn Fn(&DeclaredTool, &ToolUse) -> Result<Output, Failure> + Send + Sync>;

/// A tool's name and its function, which takes the tool's input as a struct.
pub struct Tool {
    name: &'static str,
    fields: Option<&'static [&'static str]>,
    function: Function,
}

impl Tool {
    /// Pairs a name with a function. An optional field of the input is an `Option`, or has a `#[serde(default)]`.
    pub fn new<I: DeserializeOwned>(
        name: &'static str,
        function: impl Fn(I, &ToolUse) -> Result<Output, Failure> + Send + Sync + 'static,
    ) -> Self {
        let read = move |declared: &DeclaredTool, tool_use: &ToolUse| function(declared.taken::<I>(&tool_use.input)?, tool_use);
        Self { name, fields: fields_of::<I>(), function: Box::new(read) }
    }
}

/// The tools of one `tools.json`, each with its function.
pub struct Tools(Vec<(DeclaredTool, Function)>);

impl Tools {
    /// Fails with a DeclarationError if the declared tools and the functions differ.
    pub fn new(tools_json: &str, tools: Vec<Tool>) -> Result<Self, Crash> {
        let declared = declared::read(tools_json)?;
        let names = sorted(declared.iter().map(|tool| tool.name.as_str()));
        let functions = sorted(tools.iter().map(|tool| tool.name));
        if names != functions {
            return Err(Crash::declaration(format!("tools.json declares {names:?}, and there are functions for {functions:?}")));
        }
        let mut tools: Vec<Option<Tool>> = tools.into_iter().map(Some).collect();
        let mut pairs = Vec::new();
        for each in declared {
            // The names are the same, so each has a function.
            let Some(tool) =
                tools.iter_mut().find(|tool| tool.as_ref().is_some_and(|tool| tool.name == each.name)).and_then(Option::take)
            else {
                return Err(Crash::declaration(format!("tool '{}' is declared twice", each.name)));
            };
            let (fields, takes) = (sorted(each.fields()), tool.fields.map(|fields| sorted(fields.iter().copied())));
            if let Some(takes) = takes.filter(|takes| *takes != fields) {
                return Err(Crash::declaration(format!(
                    "tool '{}' is declared with the fields {fields:?}, and its function takes {takes:?}",
                    each.name
                )));
            }
            pairs.push((each, tool.function));
        }
        Ok(Self(pairs))
    }

    /// Returns the result of a tool use. An error here fails the Lambda function.
    pub fn handle(&self, event: &Value) -> Result<Value, Crash> {
        self.handle_json(&event.to_string())
    }

    /// Returns the result of a tool use in JSON. A model may write JSON that no `Value` can hold.
    pub(crate) fn handle_json(&self, event: &str) -> Result<Value, Crash> {
        let tool_use = tool_use::read(event)?;
        let log = ToolUseLog::start(&tool_use);
        let done = catch_unwind(AssertUnwindSafe(|| {
            let (output, is_error) = match self.answer(&tool_use) {
                Ok(output) => (output, false),
                Err(Failure::Repairable(error)) => (error.content, true),
                Err(Failure::Crash(crash)) => return Err(crash),
            };
            let (content, stored_bytes) = result::content(output, &tool_use)?;
            Ok((content, stored_bytes, is_error))
        }));
        match done.unwrap_or_else(|panic| Err(Crash::new("PanicError", words_of(panic.as_ref())))) {
            Ok((content, stored_bytes, is_error)) => {
                let sizes = [
                    ("input_bytes", json!(tool_use.input_bytes())),
                    ("content_bytes", json!(text_bytes(&content))),
                    ("stored_bytes", json!(stored_bytes)),
                ];
                log.write(if is_error { "error" } else { "ok" }, &sizes);
                let (id, name) = (&tool_use.id, &tool_use.name);
                Ok(json!({"type": "tool_result", "tool_use_id": id, "name": name, "content": content, "is_error": is_error}))
            }
            Err(crash) => {
                log.write("crash", &[("error_class", json!(crash.class))]);
                Err(crash)
            }
        }
    }

    fn answer(&self, tool_use: &ToolUse) -> Result<Output, Failure> {
        let Some((declared, function)) = self.0.iter().find(|(declared, _)| declared.name == tool_use.name) else {
            let there: Vec<&str> = self.0.iter().map(|(declared, _)| declared.name.as_str()).collect();
            return Err(
                ToolError::new(format!("There is no tool '{}' here. There are: {}.", tool_use.name, there.join(", "))).into()
            );
        };
        if let Some(unreadable) = &tool_use.unreadable {
            return Err(declared.unreadable(&unreadable.why).into());
        }
        function(declared, tool_use)
    }
}

fn sorted<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without words".to_owned())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::{Tool, Tools};
    use crate::crash::Crash;
    use crate::output::{Failure, Output};
    use crate::tool_use::ToolUse;

    #[derive(Deserialize)]
    struct Sum {
        a: i64,
        #[serde(default)]
        b: i64,
    }

    fn add(input: Sum, _: &ToolUse) -> Result<Output, Failure> {
        if input.a < 0 {
            panic!("{} is below zero", input.a)
        }
        if input.a == 0 {
            Err(std::io::Error::other("no zero"))?
        }
        Output::json(json!({"sum": input.a + input.b}))
    }

    fn schema() -> Value {
        let number = json!({"type": "integer"});
        json!({"type": "object", "properties": {"a": number, "b": number}, "required": ["a"], "additionalProperties": false})
    }

    fn declared(name: &str, schema: Value) -> String {
        json!({"tools": [{"name": name, "input_schema": schema}]}).to_string()
    }

    fn refused(tools_json: &str) -> String {
        let crash = Tools::new(tools_json, vec![Tool::new("add", add)]).err().unwrap();
        assert_eq!(crash.class, "DeclarationError");
        crash.message
    }

    fn used(input: Value) -> Result<Value, Crash> {
        used_as(&input.to_string())
    }

    fn used_as(input: &str) -> Result<Value, Crash> {
        let tools = Tools::new(&declared("add", schema()), vec![Tool::new("add", add)]).unwrap();
        tools.handle_json(&format!(r#"{{"id": "toolu_1", "name": "add", "input": {input}}}"#))
    }

    #[test]
    fn tools_that_differ_from_what_is_declared_are_refused() {
        let names = refused(&declared("sum", schema()));
        assert_eq!(names, r#"tools.json declares ["sum"], and there are functions for ["add"]"#);
        let mut fewer = schema();
        fewer["properties"].as_object_mut().unwrap().remove("b");
        let fields = refused(&declared("add", fewer));
        assert_eq!(fields, r#"tool 'add' is declared with the fields ["a"], and its function takes ["a", "b"]"#);
        let mut open = schema();
        open["additionalProperties"] = true.into();
        assert!(refused(&declared("add", open)).ends_with("it needs additionalProperties false"));
        assert!(refused("no JSON").starts_with("tools.json can't be read as a declaration of tools"));
        assert!(
            refused(&declared("add", json!({"type": 5})))
                .ends_with("input_schema.type is 5; allowed are object, array, string, integer, number, boolean")
        );
    }

    #[test]
    fn a_field_that_is_not_required_may_be_missing_and_a_whole_number_may_have_a_point() {
        assert_eq!(used(json!({"a": 2})).unwrap()["content"], r#"{"sum":2}"#);
        assert_eq!(used(json!({"a": 2.0, "b": 3})).unwrap()["content"], r#"{"sum":5}"#);
        assert_eq!(used(json!({"a": 2.5})).unwrap()["is_error"], true);
    }

    #[test]
    fn a_number_that_no_integer_holds_is_the_models_to_repair() {
        let most = used(json!({"a": 9_007_199_254_740_991.0})).unwrap();
        assert_eq!(most["content"], r#"{"sum":9007199254740991}"#);
        for (given, shown) in [("1e300", "1e+300"), ("123456789012345678901234567890", "1.2345678901234568e+29")] {
            let refused = used_as(&format!(r#"{{"a": {given}}}"#)).unwrap();
            assert_eq!(refused["is_error"], true);
            let why = format!(
                "The input of add is wrong: input.a is {shown}; allowed is a whole number, -9007199254740991 to 9007199254740991. "
            );
            assert!(refused["content"].as_str().unwrap().starts_with(&why), "{refused}");
        }
    }

    #[test]
    fn an_input_that_is_json_and_can_not_be_held_is_the_models_to_repair() {
        let deep = format!("{{\"a\": {}{}}}", "[".repeat(5000), "]".repeat(5000));
        for (given, why) in [
            (r#"{"a": 1e999}"#, "number out of range"),
            (r#"{"a": "\ud800"}"#, "unexpected end of hex escape"),
            (&deep, "recursion limit exceeded"),
        ] {
            let refused = used_as(given).unwrap();
            assert_eq!((&refused["tool_use_id"], &refused["is_error"]), (&json!("toolu_1"), &json!(true)));
            let content = refused["content"].as_str().unwrap();
            assert!(content.starts_with(&format!("The input of add can't be read: {why}")), "{content}");
        }
        for (lists, why) in [(126, "The input of add is wrong: "), (127, "The input of add can't be read: ")] {
            let refused = used_as(&format!(r#"{{"a": {}{}}}"#, "[".repeat(lists), "]".repeat(lists))).unwrap();
            assert!(refused["content"].as_str().unwrap().starts_with(why), "{refused}");
        }
    }

    #[test]
    fn a_panic_and_an_error_of_a_library_fail_the_function_by_their_names() {
        let panic = used(json!({"a": -1})).unwrap_err();
        assert_eq!((panic.class.as_str(), panic.message.as_str()), ("PanicError", "-1 is below zero"));
        let error = used(json!({"a": 0})).unwrap_err();
        assert_eq!((error.class.as_str(), error.message.as_str()), ("Error", "no zero"));
    }
}
