//! Writes the answer for the model, and the files for other tools. The answer has each series once, in its cluster or as noise.

use rust_clustering::clustering::{Cluster, Clusters};
use rust_clustering::csv_cell::cell;
use rust_clustering::parameters::{Measure, Parameters, SelectionMethod};
use rust_clustering::rows::Rows;
use rust_clustering::series_file::Orientation;
use serde_json::{Map, Value, json};
use toolkit::{Failure, Output, ToolUse};

use crate::changes::Compared;

const NOISE: &str = "noise";
/// The most clusters in a preview. It has the largest clusters, and the first names in each.
const SHOWN_CLUSTERS: usize = 20;
const SHOWN_NAMES: usize = 3;
const LONGEST_SHOWN_NAME: usize = 24;

/// What was read from the series file, besides its values.
pub struct Read {
    pub names: Vec<String>,
    pub points: usize,
    pub header: Option<String>,
    pub orientation: Orientation,
    pub newest_first: bool,
}

pub struct Answer<'a> {
    pub read: &'a Read,
    pub found: &'a Clusters,
    pub compare: Compared,
    pub parameters: &'a Parameters,
}

impl Answer<'_> {
    /// Stores the groups file, and returns the answer. It also stores the chart's file if `chart` has the rows of the series file.
    pub fn write(&self, chart: Option<Rows>, tool_use: &ToolUse) -> Result<Output, Failure> {
        let mut about = self.about();
        // Without a run there is no place to store a file. The answer still has the clusters.
        if tool_use.has_run() {
            about.insert("groups".to_owned(), json!(tool_use.store("groups.csv", &self.groups_file()?, "text/csv")?));
        }
        if let Some(rows) = chart {
            about.insert("chart".to_owned(), json!(tool_use.store("chart.csv", &self.chart_file(rows)?, "text/csv")?));
        }
        let clusters = self.found.clusters.iter().enumerate();
        let map: Map<String, Value> =
            clusters.clone().map(|(number, of)| (number.to_string(), json!(self.all(&of.members)))).collect();
        let nearest: Map<String, Value> =
            clusters.map(|(number, of)| (number.to_string(), json!(self.read.names[of.nearest_to_mean]))).collect();
        let mut whole = Map::new();
        whole.insert("clusters".to_owned(), json!(self.found.clusters.len()));
        whole.insert("cluster_map".to_owned(), Value::Object(map));
        whole.insert("noise_points".to_owned(), json!(self.all(&self.found.noise)));
        whole.insert("nearest_to_mean".to_owned(), Value::Object(nearest));
        whole.extend(about.clone());
        Output::json(whole)?.with_preview(self.preview(about))
    }

    fn about(&self) -> Map<String, Value> {
        let (chosen, found) = (self.parameters, self.found);
        let metric = match chosen.measure {
            Measure::Euclidean => "euclidean",
            Measure::Manhattan => "manhattan",
            Measure::Correlation => "correlation",
            Measure::Dtw => "dtw",
        };
        let method = match chosen.cluster_selection_method {
            SelectionMethod::Eom => "eom",
            SelectionMethod::Leaf => "leaf",
        };
        let mut parameters = json!({
            "compare": self.compare,
            "metric": metric,
            "normalise": chosen.normalises(),
            "min_cluster_size": found.min_cluster_size,
            "min_samples": found.min_samples,
            "cluster_selection_method": method,
            "cluster_selection_epsilon": chosen.cluster_selection_epsilon,
            "allow_single_cluster": chosen.allow_single_cluster,
        });
        if chosen.measure == Measure::Dtw {
            parameters["window"] = json!(chosen.window.unwrap_or(1.0));
        }
        if let Some(size) = chosen.max_cluster_size {
            parameters["max_cluster_size"] = json!(size);
        }
        let mut about = Map::new();
        about.insert("series".to_owned(), json!(self.read.names.len()));
        about.insert("points".to_owned(), json!(self.read.points));
        about.insert("header".to_owned(), json!(self.read.header));
        about.insert("orientation".to_owned(), json!(self.read.orientation));
        if self.read.newest_first {
            about.insert("newest_first".to_owned(), json!(true));
        }
        about.insert("parameters".to_owned(), parameters);
        about
    }

    fn preview(&self, about: Map<String, Value>) -> Map<String, Value> {
        let mut largest: Vec<(usize, &Cluster)> = self.found.clusters.iter().enumerate().collect();
        // The sort is stable: of two clusters of one size, the one with the lower number comes first.
        largest.sort_by_key(|(_, cluster)| std::cmp::Reverse(cluster.members.len()));
        let of = |(number, cluster): &(usize, &Cluster)| json!({"cluster": number, "size": cluster.members.len(), "first": self.first(&cluster.members)});
        let noise = &self.found.noise;
        let mut preview = Map::new();
        preview.insert("clusters".to_owned(), json!(largest.len()));
        preview.insert("largest_clusters".to_owned(), json!(largest.iter().take(SHOWN_CLUSTERS).map(of).collect::<Vec<_>>()));
        preview.insert("noise".to_owned(), json!({"size": noise.len(), "first": self.first(noise)}));
        preview.extend(about);
        preview
    }

    fn all(&self, members: &[usize]) -> Vec<&str> {
        members.iter().map(|&member| self.read.names[member].as_str()).collect()
    }

    fn first(&self, members: &[usize]) -> Vec<String> {
        members.iter().take(SHOWN_NAMES).map(|&member| self.read.names[member].chars().take(LONGEST_SHOWN_NAME).collect()).collect()
    }

    /// Returns a CSV `name,group` with a line for each series.
    fn groups_file(&self) -> Result<Vec<u8>, Failure> {
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(["name", "group"])?;
        for (name, label) in self.read.names.iter().zip(&self.found.labels) {
            file.write_record([
                &*cell(name),
                &usize::try_from(*label).map_or_else(|_| NOISE.to_owned(), |number| number.to_string()),
            ])?;
        }
        Ok(file.into_inner()?)
    }

    /// Returns a series file with the mean of each group's members. The members have mean 0 and standard deviation 1, so that
    /// groups of cheap and of expensive stocks fit one chart.
    fn chart_file(&self, mut rows: Rows) -> Result<Vec<u8>, Failure> {
        rows.normalise_all();
        let groups = self.found.clusters.iter().enumerate().map(|(number, cluster)| (number.to_string(), &cluster.members));
        let noise = [(NOISE.to_owned(), &self.found.noise)].into_iter().filter(|(_, members)| !members.is_empty());
        let mut file = csv::Writer::from_writer(Vec::new());
        for (group, members) in groups.chain(noise) {
            let mut mean = vec![0.0; rows.length()];
            for &member in members {
                mean.iter_mut().zip(rows.row(member)).for_each(|(mean, value)| *mean += value / members.len() as f64);
            }
            file.write_record([group].into_iter().chain(mean.iter().map(f64::to_string)))?;
        }
        Ok(file.into_inner()?)
    }
}
