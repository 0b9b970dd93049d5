//! A tool function returns an output or a failure. Both are in this file, because a `ToolError` holds an output, and making an
//! output can fail.

use serde::Serialize;
use serde_json::Value;

use crate::crash::Crash;
use crate::json::plain;

/// Text or plain JSON, with a preview for the case that it is too big to be shown.
#[derive(Debug, Clone)]
pub struct Output {
    pub(crate) text: String,
    pub(crate) is_json: bool,
    pub(crate) preview: Option<Value>,
}

impl Output {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_json: false, preview: None }
    }

    /// Makes an output of any value. NaN and the infinities become text, because JSON can't write them.
    pub fn json(value: impl Serialize) -> Result<Self, Failure> {
        Ok(Self { text: plain(&value)?.to_string(), is_json: true, preview: None })
    }

    /// Adds a short form of the output. The model sees it if the output is too big. Instead of a preview over 4 KiB it sees the
    /// beginning of the output.
    pub fn with_preview(self, preview: impl Serialize) -> Result<Self, Failure> {
        Ok(Self { preview: Some(plain(&preview)?), ..self })
    }
}

/// An error that the model can repair. It becomes a tool result with is_error. The model reads `content`.
#[derive(Debug)]
pub struct ToolError {
    pub content: Output,
}

impl ToolError {
    pub fn new(text: impl Into<String>) -> Self {
        Self { content: Output::text(text) }
    }
}

/// The reason why a tool function gives no output. `?` makes it from a `ToolError`, a `Crash` or any library's error.
#[derive(Debug)]
pub enum Failure {
    Repairable(ToolError),
    Crash(Crash),
}

impl From<ToolError> for Failure {
    fn from(error: ToolError) -> Self {
        Self::Repairable(error)
    }
}

impl From<Crash> for Failure {
    fn from(crash: Crash) -> Self {
        Self::Crash(crash)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let path = std::any::type_name::<E>();
        let class = path.split('<').next().unwrap_or(path).rsplit("::").next().unwrap_or(path);
        Self::Crash(Crash::new(class, error.to_string()))
    }
}
