//! Writes compact JSON that every parser takes. Numbers that JSON can't write become text, and fields keep their order.

use ciborium::Value as Any;
use serde::Serialize;
use serde_json::{Map, Number, Value};

use crate::crash::Crash;

/// Returns any serialisable value as JSON. It writes "NaN", "Infinity" and "-Infinity" for numbers that JSON can't write, where
/// serde_json would write null.
pub(crate) fn plain(value: &impl Serialize) -> Result<Value, Crash> {
    let any = Any::serialized(value).map_err(|wrong| Crash::new("NotPlainJsonError", wrong.to_string()))?;
    from_any(any)
}

/// Returns the size of a text inside a JSON document. Step Functions limits this size.
pub(crate) fn text_bytes(text: &str) -> usize {
    serde_json::to_string(text).map_or(usize::MAX, |json| json.len())
}

fn from_any(any: Any) -> Result<Value, Crash> {
    Ok(match any {
        Any::Null => Value::Null,
        Any::Bool(value) => value.into(),
        Any::Text(text) => text.into(),
        Any::Integer(number) => {
            Number::from_i128(number.into()).map_or_else(|| Value::from(i128::from(number).to_string()), Value::Number)
        }
        Any::Float(number) if number.is_nan() => "NaN".into(),
        Any::Float(number) if number.is_infinite() => if number > 0.0 { "Infinity" } else { "-Infinity" }.into(),
        Any::Float(number) => number.into(),
        Any::Array(items) => Value::Array(items.into_iter().map(from_any).collect::<Result<_, _>>()?),
        Any::Map(items) => {
            let mut map = Map::new();
            for (key, item) in items {
                let name = match from_any(key)? {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                map.insert(name, from_any(item)?);
            }
            Value::Object(map)
        }
        other => {
            return Err(Crash::new("NotPlainJsonError", format!("a tool may not return {other:?}: make text or numbers of it")));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[derive(serde::Serialize)]
    struct Mixed {
        z: f64,
        a: Vec<f64>,
        big: u64,
        none: Option<i64>,
    }

    #[test]
    fn fields_keep_their_order_and_no_number_is_lost() {
        let mixed = Mixed { z: f64::NAN, a: vec![f64::INFINITY, f64::NEG_INFINITY, 0.1], big: u64::MAX, none: None };
        let json = plain(&mixed).unwrap().to_string();
        assert_eq!(json, r#"{"z":"NaN","a":["Infinity","-Infinity",0.1],"big":18446744073709551615,"none":null}"#);
    }
}
