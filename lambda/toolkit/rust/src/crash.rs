//! An error that fails the Lambda function.

use std::fmt;

/// An error that the model can't repair. It fails the Lambda function, so that the state machine retries or tells the model.
#[derive(Debug)]
pub struct Crash {
    /// The error's class, which the state machine and the log show.
    pub class: String,
    pub message: String,
}

impl Crash {
    pub fn new(class: &str, message: impl Into<String>) -> Self {
        Self { class: class.to_owned(), message: message.into() }
    }

    /// The event breaks the tool contract. The sender is at fault and not the model.
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
