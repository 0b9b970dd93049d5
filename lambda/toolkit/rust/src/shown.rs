//! Writes values of an input or a schema into sentences.

use std::collections::BTreeMap;

use serde_json::Value;

/// The most characters of a wrong value that a sentence repeats. They are enough to recognise it, and don't double a prompt.
const MOST_SHOWN: usize = 300;

/// Step Functions and TypeScript hold whole numbers up to this one exactly.
pub(crate) const MOST_WHOLE: i64 = 9_007_199_254_740_991;

/// Returns a value as JSON with its fields in order, cut to MOST_SHOWN.
pub(crate) fn shown(value: &Value) -> String {
    cut(&written(value))
}

pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}

/// Returns a value as JSON with its fields in order.
pub(crate) fn written(value: &Value) -> String {
    plain(value).to_string()
}

/// Returns a value with its fields in order, and with 1 for 1.0, which JSON holds for equal.
pub(crate) fn plain(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, item)| (name.clone(), plain(item))).collect::<BTreeMap<_, _>>().into_iter().collect()
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Number(_) => whole(value).filter(|number| number.abs() <= MOST_WHOLE).map_or_else(|| value.clone(), Value::from),
        _ => value.clone(),
    }
}

/// Returns a number without a fraction.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    let rounded = || value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < i64::MAX as f64);
    value.as_i64().filter(|number| *number != i64::MIN).or_else(|| rounded().map(|number| number as i64))
}
