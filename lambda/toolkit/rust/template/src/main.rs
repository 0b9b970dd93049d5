//! Counts the words and characters of a text.

mod my_tool;

use toolkit::{Tool, serve};

fn main() {
    serve(include_str!("../tools.json"), vec![Tool::new("my_tool", my_tool::my_tool)]);
}
