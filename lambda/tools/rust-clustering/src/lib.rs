//! Time series clustered with HDBSCAN: a series file is read, distances are computed and clusters are found.
//!
//! Knows neither Lambda nor S3 nor the tool contract: the executable of this package does.

pub mod clustering;
pub mod condensed_matrix;
pub mod distances;
pub mod hdbscan;
pub mod limits;
pub mod parameters;
pub mod rows;
pub mod series_file;
