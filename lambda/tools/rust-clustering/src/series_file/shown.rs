//! Shows a part of a file in an error: in quotation marks, and cut if it is long.

const MOST_SHOWN: usize = 40;

pub(super) fn shown(text: &str) -> String {
    format!("\"{}\"", cut(text, MOST_SHOWN))
}

pub(super) fn cut(text: &str, most: usize) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_ascii_control() { ' ' } else { letter });
    let mut start: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        start.push('…');
    }
    start
}
