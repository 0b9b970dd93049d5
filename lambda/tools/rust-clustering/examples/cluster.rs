//! Clusters a series file without Lambda, for tests and benchmarks.
//!
//! `cluster FILE PARAMETERS [MODE …]` prints JSON. PARAMETERS is JSON as the tool takes it. A MODE is one of:
//! - `distances=PATH`: writes the square matrix as raw doubles instead of clusters
//! - `matrix_bytes=N`: limits the memory of the matrix
//! - `memory_mb=N`: sets all limits to those of a function with that much memory
//! - `reading=GIVEN`: prints what is read from the file instead of clusters, or why it is refused. GIVEN is JSON with the inputs
//!   `has_header` and `orientation`
//! - `rounds=N`: clusters N times, and prints the seconds of each round

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Instant;

use rust_clustering::clustering::cluster;
use rust_clustering::distances::Distances;
use rust_clustering::limits::Limits;
use rust_clustering::parameters::Parameters;
use rust_clustering::series_file::{self, Orientation, SeriesFileError};
use serde::Deserialize;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, parameters, modes @ ..] = arguments.as_slice() else {
        return Err("usage: cluster FILE PARAMETERS [MODE …]".into());
    };
    let mode = |name: &str| modes.iter().find_map(|mode| mode.strip_prefix(name)?.strip_prefix('='));
    let parameters: Parameters = serde_json::from_str(parameters)?;
    let mut limits = Limits::for_memory(mode("memory_mb").unwrap_or("1024").parse()?);
    if let Some(bytes) = mode("matrix_bytes") {
        limits.matrix_bytes = bytes.parse()?;
    }
    if let Some(given) = mode("reading") {
        println!("{}", reading(path, serde_json::from_str(given)?));
        return Ok(());
    }
    let file = series_file::read(File::open(path)?, None, None)?;
    if let Some(path) = mode("distances") {
        return write(&Distances::new(file.rows, &parameters), path);
    }
    let mut seconds = Vec::new();
    for _ in 1..mode("rounds").unwrap_or("1").parse()? {
        let rows = file.rows.clone();
        let started = Instant::now();
        cluster(rows, &parameters, &limits)?;
        seconds.push(started.elapsed().as_secs_f64());
    }
    let started = Instant::now();
    let found = cluster(file.rows, &parameters, &limits)?;
    seconds.push(started.elapsed().as_secs_f64());
    println!("{}", json!({"labels": found.labels, "seconds": seconds}));
    Ok(())
}

#[derive(Deserialize)]
struct Given {
    has_header: Option<bool>,
    orientation: Option<Orientation>,
}

fn reading(path: &str, given: Given) -> Value {
    let started = Instant::now();
    let read = File::open(path)
        .map_err(SeriesFileError::Unreadable)
        .and_then(|file| series_file::read(file, given.has_header, given.orientation));
    match read {
        Err(error) => json!({"refused": error.to_string()}),
        Ok(file) => {
            let values: Vec<&[f64]> = (0..file.rows.count().min(1000)).map(|index| file.rows.row(index)).collect();
            json!({
                "names": file.names.iter().take(1000).collect::<Vec<_>>(), "values": values, "header": file.header,
                "orientation": file.orientation, "newest_first": file.newest_first, "seconds": started.elapsed().as_secs_f64(),
            })
        }
    }
}

fn write(distances: &Distances, path: &str) -> Result<(), Box<dyn Error>> {
    let matrix = distances.matrix();
    let mut file = BufWriter::new(File::create(path)?);
    for one in 0..matrix.count() {
        for other in 0..matrix.count() {
            file.write_all(&matrix.between(one, other).to_le_bytes())?;
        }
    }
    Ok(file.flush()?)
}
