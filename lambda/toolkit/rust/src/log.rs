//! Writes one line of JSON for each tool use. The line holds the outcome and sizes, never the content.

use std::time::Instant;

use serde_json::{Value, json};

use crate::tool_use::ToolUse;

/// Measures one tool use and writes its line at the end.
pub(crate) struct ToolUseLog<'a> {
    tool_use: &'a ToolUse,
    started: Instant,
}

impl<'a> ToolUseLog<'a> {
    pub(crate) fn start(tool_use: &'a ToolUse) -> Self {
        Self { tool_use, started: Instant::now() }
    }

    /// Writes the line. `outcome` is "ok", "error" (a result with is_error) or "crash" (the function fails).
    pub(crate) fn write(&self, outcome: &str, sizes: &[(&str, Value)]) {
        let mut line = json!({
            "message": "tool_use",
            "outcome": outcome,
            "execution": self.tool_use.execution,
            "agent": self.tool_use.agent,
            "tool": self.tool_use.name,
            "tool_use_id": self.tool_use.id,
            "duration_ms": self.started.elapsed().as_millis() as u64,
        });
        for (name, value) in sizes {
            line[*name] = value.clone();
        }
        println!("{line}");
    }
}
