//! The Lambda function with its tool.

mod answer;
mod changes;
mod tool;

use toolkit::{Tool, serve};

fn main() {
    serve(include_str!("../tools.json"), vec![Tool::new("calculate_hdbscan_clusters", tool::calculate_hdbscan_clusters)]);
}
