//! Writes a name into a CSV so that no spreadsheet runs it as a formula. The rule is in docs/reference/contracts.md, "CSV cells".

use std::borrow::Cow;

const FORMULA_BEGINS: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0'];

/// Returns the text, with an apostrophe in front if it would be a formula.
pub fn cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA_BEGINS) && !is_number(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_formula_gets_an_apostrophe() {
        for text in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "-", "-Infinity", "-nan", "\t=1", "\r=1"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
    }

    #[test]
    fn another_text_and_a_number_stay() {
        for text in ["AAPL", "a=1", "'=1", "", "-5", "+1.5e3", "-.5", "5."] {
            assert_eq!(cell(text), text);
        }
    }
}
