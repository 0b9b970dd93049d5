//! What can go wrong, sorted by who can put it right.

use std::fmt;

use crate::output::Output;

/// The model can repair this: it becomes a tool result with is_error, and `content` is what the model reads.
#[derive(Debug)]
pub struct ToolError {
    pub content: Output,
}

impl ToolError {
    pub fn new(text: impl Into<String>) -> Self {
        Self { content: Output::text(text) }
    }
}

/// Anything else. It fails the Lambda function, so that the state machine retries or tells the model.
#[derive(Debug)]
pub struct Crash {
    /// The error's class, which the state machine and people know it by.
    pub class: String,
    pub message: String,
}

impl Crash {
    pub fn new(class: &str, message: impl Into<String>) -> Self {
        Self { class: class.to_owned(), message: message.into() }
    }

    /// The event breaks the tool contract. Whoever sent it is at fault and not the model.
    pub(crate) fn malformed_event(message: impl Into<String>) -> Self {
        Self::new("MalformedEventError", message)
    }

    /// `tools.json` and the functions don't fit together.
    pub(crate) fn declaration(message: impl Into<String>) -> Self {
        Self::new("DeclarationError", message)
    }
}

impl fmt::Display for Crash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.class, self.message)
    }
}

impl From<Crash> for lambda_runtime::Diagnostic {
    fn from(crash: Crash) -> Self {
        Self { error_type: crash.class, error_message: crash.message }
    }
}

/// Why a tool function gives no output. `?` makes one of a `ToolError`, a `Crash` and of any error of a library.
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
