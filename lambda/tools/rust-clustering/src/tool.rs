//! Runs the tool on the model's input. An error of the file or the parameters is one that the model can repair.

use std::io::BufReader;

use rust_clustering::clustering::cluster;
use rust_clustering::limits::Limits;
use rust_clustering::parameters::{Measure, Parameters, SelectionMethod};
use rust_clustering::rows::Rows;
use rust_clustering::series_file::{self, SeriesFileError};
use serde::Deserialize;
use toolkit::{Failure, Output, ToolError, ToolUse};

use crate::answer::Answer;
use crate::changes::{Compared, compared};

const READ_AHEAD: usize = 256 * 1024;
/// The memory that tools.json asks for. It is used if Lambda doesn't tell the function's memory.
const MEMORY_MB: usize = 3008;

#[derive(Deserialize)]
pub struct Input {
    bucket: String,
    key: String,
    has_header: Option<bool>,
    compare: Option<Compared>,
    metric: Option<Measure>,
    normalise: Option<bool>,
    window: Option<f64>,
    min_cluster_size: Option<usize>,
    min_samples: Option<usize>,
    cluster_selection_method: Option<SelectionMethod>,
    cluster_selection_epsilon: Option<f64>,
    allow_single_cluster: Option<bool>,
    max_cluster_size: Option<usize>,
    chart: Option<bool>,
}

pub fn calculate_hdbscan_clusters(input: Input, tool_use: &ToolUse) -> Result<Output, Failure> {
    let parameters = parameters(&input);
    let stream = BufReader::with_capacity(READ_AHEAD, tool_use.open(&input.bucket, &input.key)?);
    let file = series_file::read(stream, input.has_header).map_err(|error| match error {
        SeriesFileError::Refused(why) => Failure::from(ToolError::new(why)),
        SeriesFileError::Unreadable(error) => error.into(),
    })?;
    let (names, has_header, points) = (file.names, file.has_header, file.rows.length());
    let chart: Option<Rows> = input.chart.unwrap_or(false).then(|| file.rows.clone());
    let what = input.compare.unwrap_or(Compared::Values);
    let rows = compared(file.rows, &names, what).map_err(ToolError::new)?;
    let limits = Limits::for_memory(memory_mb());
    let found = cluster(rows, &parameters, &limits).map_err(|error| ToolError::new(error.to_string()))?;
    Answer { names: &names, found: &found, points, has_header, compare: what, parameters: &parameters }.write(chart, tool_use)
}

fn parameters(input: &Input) -> Parameters {
    let default = Parameters::default();
    Parameters {
        measure: input.metric.unwrap_or(default.measure),
        normalise: input.normalise.unwrap_or(default.normalise),
        window: input.window,
        min_cluster_size: input.min_cluster_size,
        min_samples: input.min_samples,
        cluster_selection_method: input.cluster_selection_method.unwrap_or(default.cluster_selection_method),
        cluster_selection_epsilon: input.cluster_selection_epsilon.unwrap_or(default.cluster_selection_epsilon),
        allow_single_cluster: input.allow_single_cluster.unwrap_or(default.allow_single_cluster),
        max_cluster_size: input.max_cluster_size,
        ..default
    }
}

/// Returns the function's memory. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
fn memory_mb() -> usize {
    std::env::var("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").ok().and_then(|text| text.parse().ok()).unwrap_or(MEMORY_MB)
}
