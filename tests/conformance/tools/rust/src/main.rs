//! The tools of tests/events/tools.json in Rust, by which the toolkit is held to the tool contract.

use std::io::Read;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use toolkit::{Failure, Output, Tool, ToolError, ToolUse, Tools, secret, serve};

#[derive(Deserialize, Serialize)]
struct Echo {
    text: String,
    #[serde(default = "once")]
    times: i64,
}

fn once() -> i64 {
    1
}

#[derive(Deserialize)]
struct Nothing {}

#[derive(Deserialize)]
struct Refuse {
    reason: String,
}

#[derive(Deserialize)]
struct Repeat {
    text: String,
    count: usize,
}

#[derive(Deserialize)]
struct Place {
    bucket: String,
    key: String,
}

#[derive(Serialize)]
struct Numbers {
    big: i64,
    nan: f64,
    up: f64,
    down: f64,
}

fn echo(input: Echo, _: &ToolUse) -> Result<Output, Failure> {
    Output::json(input)
}

fn nothing(_: Nothing, _: &ToolUse) -> Result<Output, Failure> {
    Ok(Output::text(""))
}

fn refuse(input: Refuse, _: &ToolUse) -> Result<Output, Failure> {
    Err(ToolError::new(input.reason).into())
}

fn crash(_: Nothing, tool_use: &ToolUse) -> Result<Output, Failure> {
    // Never a number, which the compiler can't know: the panic comes at run time.
    let none: Option<i64> = tool_use.input["number"].as_i64();
    Ok(Output::text(none.unwrap().to_string()))
}

fn repeat(input: Repeat, _: &ToolUse) -> Result<Output, Failure> {
    Ok(Output::text(input.text.repeat(input.count)))
}

fn numbers(_: Nothing, _: &ToolUse) -> Result<Output, Failure> {
    Output::json(Numbers { big: 9_007_199_254_740_993, nan: f64::NAN, up: f64::INFINITY, down: f64::NEG_INFINITY })
}

fn read(input: Place, tool_use: &ToolUse) -> Result<Output, Failure> {
    let mut text = String::new();
    tool_use.open(&input.bucket, &input.key)?.read_to_string(&mut text)?;
    Ok(Output::text(text))
}

fn reveal(_: Nothing, _: &ToolUse) -> Result<Output, Failure> {
    Ok(Output::text(secret("door")?))
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

fn store(input: Named, tool_use: &ToolUse) -> Result<Output, Failure> {
    Output::json(tool_use.store(&input.name, b"stored", "text/plain")?)
}

#[derive(Deserialize)]
struct Probe {
    schema: String,
    required: bool,
    input: String,
}

#[derive(Deserialize, Serialize)]
struct Take {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    v: Option<Value>,
}

fn take(input: Take, _: &ToolUse) -> Result<Output, Failure> {
    Output::json(input)
}

fn probe(input: Probe, _: &ToolUse) -> Result<Output, Failure> {
    let required = if input.required { r#""v""# } else { "" };
    let declared = format!(
        r#"{{"tools": [{{"name": "take", "input_schema": {{"type": "object",
            "properties": {{"v": {}}}, "required": [{required}], "additionalProperties": false}}}}]}}"#,
        input.schema
    );
    let inner = Tools::new(&declared, vec![Tool::new("take", take)])
        .map_err(|wrong| ToolError::new(format!("DeclarationError: {}", wrong.message)))?;
    let event: Value = serde_json::from_str(&format!(r#"{{"id": "toolu_2", "name": "take", "input": {}}}"#, input.input))?;
    let result = inner.handle(&event)?;
    let content = result["content"].as_str().unwrap_or_default().to_owned();
    if result["is_error"] == true { Err(ToolError::new(content).into()) } else { Ok(Output::text(content)) }
}

fn main() {
    serve(
        include_str!("../tools.json"),
        vec![
            Tool::new("echo", echo),
            Tool::new("nothing", nothing),
            Tool::new("refuse", refuse),
            Tool::new("crash", crash),
            Tool::new("repeat", repeat),
            Tool::new("numbers", numbers),
            Tool::new("read", read),
            Tool::new("store", store),
            Tool::new("reveal", reveal),
            Tool::new("probe", probe),
        ],
    );
}
