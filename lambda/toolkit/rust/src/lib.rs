//! The tool contract for Rust: a tool is a plain function, and `serve` makes a Lambda function of it.
//!
//! ```no_run
//! use toolkit::{Failure, Output, Tool, ToolUse, serve};
//!
//! #[derive(serde::Deserialize)]
//! struct Input {
//!     text: String,
//! }
//!
//! fn my_tool(input: Input, _: &ToolUse) -> Result<Output, Failure> {
//!     Output::json(serde_json::json!({"characters": input.text.chars().count()}))
//! }
//!
//! serve(include_str!("../template/tools.json"), vec![Tool::new("my_tool", my_tool)]);
//! ```
//!
//! The function takes one tool use, checks its input against `tools.json`, calls the function of that name and returns a tool
//! result. It knows nothing of models, agents or state machines.

mod attempts;
mod crash;
mod declared;
mod dispatch;
mod environment;
mod fields;
mod fitting;
mod json;
mod keys;
mod log;
mod output;
mod partitions;
mod result;
mod schema;
mod secrets;
mod serve;
mod shown;
mod signature;
mod storage;
mod tool_use;

pub use crash::Crash;
pub use dispatch::{Tool, Tools};
pub use output::{Failure, Output, ToolError};
pub use secrets::{secret, setting};
pub use serve::serve;
pub use tool_use::{Link, ToolUse};
