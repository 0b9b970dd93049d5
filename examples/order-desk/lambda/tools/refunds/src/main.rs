//! Reports what was refunded.

mod money;
mod refund_report;
mod summary;

use toolkit::{Tool, serve};

fn main() {
    serve(include_str!("../tools.json"), vec![Tool::new("refund_report", refund_report::refund_report)]);
}
