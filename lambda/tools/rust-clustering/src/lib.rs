//! Clusters time series with HDBSCAN: reads a series file, computes distances and finds clusters.
//!
//! The library knows neither Lambda nor S3 nor the tool contract. The executable of this package does.

pub mod clustering;
pub mod condensed_matrix;
pub mod csv_cell;
pub mod distances;
pub mod hdbscan;
pub mod limits;
pub mod parameters;
pub mod rows;
pub mod series_file;
