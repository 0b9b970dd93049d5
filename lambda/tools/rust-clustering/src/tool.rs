//! Runs the tool on the model's input. An error of the file or the parameters is one that the model can repair.

use rust_clustering::clustering::cluster;
use rust_clustering::limits::Limits;
use rust_clustering::parameters::{Measure, Parameters, SelectionMethod};
use rust_clustering::rows::Rows;
use rust_clustering::series_file::{self, Orientation, SeriesFileError};
use serde::Deserialize;
use toolkit::{Failure, Output, ToolError, ToolUse};

use crate::answer::{Answer, Read};
use crate::changes::{Compared, compared};

/// The memory that tools.json asks for. It is used if Lambda doesn't tell the function's memory.
const MEMORY_MB: usize = 3008;

#[derive(Deserialize)]
pub struct Input {
    bucket: String,
    key: String,
    has_header: Option<bool>,
    orientation: Option<SaidOrientation>,
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

/// The orientation of the file, as the model says it.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SaidOrientation {
    Rows,
    Columns,
    Auto,
}

impl SaidOrientation {
    fn given(self) -> Option<Orientation> {
        match self {
            Self::Rows => Some(Orientation::Rows),
            Self::Columns => Some(Orientation::Columns),
            Self::Auto => None,
        }
    }
}

pub fn calculate_hdbscan_clusters(input: Input, tool_use: &ToolUse) -> Result<Output, Failure> {
    let parameters = parameters(&input);
    let stream = tool_use.open(&input.bucket, &input.key)?;
    let orientation = input.orientation.and_then(SaidOrientation::given);
    let file = series_file::read(stream, input.has_header, orientation).map_err(|error| match error {
        SeriesFileError::Refused(why) => Failure::from(ToolError::new(why)),
        SeriesFileError::Unreadable(error) => error.into(),
    })?;
    let points = file.rows.length();
    if points < 2 {
        return Err(ToolError::new("The series have 1 value each. Clustering needs 2 or more.").into());
    }
    let read =
        Read { names: file.names, points, header: file.header, orientation: file.orientation, newest_first: file.newest_first };
    let chart: Option<Rows> = input.chart.unwrap_or(false).then(|| file.rows.clone());
    let what = input.compare.unwrap_or(Compared::Values);
    let rows = compared(file.rows, &read.names, what).map_err(ToolError::new)?;
    let limits = Limits::for_memory(memory_mb());
    let found = cluster(rows, &parameters, &limits).map_err(|error| ToolError::new(error.to_string()))?;
    Answer { read: &read, found: &found, compare: what, parameters: &parameters }.write(chart, tool_use)
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
