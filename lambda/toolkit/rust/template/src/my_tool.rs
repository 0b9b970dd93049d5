//! The tool: a plain function from its input to its output.

use serde::{Deserialize, Serialize};
use toolkit::{Failure, Output, ToolUse};

/// The fields of `input_schema` in tools.json. An optional one is an `Option`.
#[derive(Deserialize)]
pub struct Input {
    text: String,
}

#[derive(Serialize, Debug, PartialEq)]
struct Count {
    words: usize,
    characters: usize,
}

/// Return a `ToolError` for an error that the model can repair. Any other error fails the function. `tool_use` stores and opens
/// files in S3.
pub fn my_tool(input: Input, _tool_use: &ToolUse) -> Result<Output, Failure> {
    Output::json(count(&input.text))
}

fn count(text: &str) -> Count {
    Count { words: text.split_whitespace().count(), characters: text.chars().count() }
}

#[cfg(test)]
mod tests {
    use super::{Count, count};

    #[test]
    fn words_are_runs_of_what_is_no_white_space_and_characters_are_code_points() {
        assert_eq!(count("  naïve\tcafé \n 🏏 "), Count { words: 3, characters: 17 });
    }
}
