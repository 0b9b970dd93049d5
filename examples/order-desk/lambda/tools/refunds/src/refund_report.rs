//! The tool: from a file of orders to a report.

use serde::{Deserialize, Serialize};
use toolkit::{Failure, Link, Output, ToolError, ToolUse};

use crate::summary::{Summary, summary};

#[derive(Deserialize)]
pub struct Input {
    bucket: String,
    key: String,
}

#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    summary: Summary,
    report: Link,
}

pub fn refund_report(input: Input, tool_use: &ToolUse) -> Result<Output, Failure> {
    let file = tool_use.open(&input.bucket, &input.key)?;
    let summary = summary(file).map_err(|wrong| ToolError::new(wrong.0))?;
    let report = tool_use.store("refunds.md", summary.markdown().as_bytes(), "text/markdown; charset=utf-8")?;
    Output::json(Report { summary, report })
}
