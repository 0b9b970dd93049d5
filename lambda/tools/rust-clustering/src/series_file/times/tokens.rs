//! Divides the text of a date or a time.

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// A number, and how many digits it has.
    Number(i64, usize),
    Word(&'a str),
    Mark(char),
}

use Token::{Mark, Number, Word};

/// Divides a text. Spaces are one mark.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut from = 0;
    while from < bytes.len() {
        let run = |is: fn(&u8) -> bool| from + bytes[from..].iter().take_while(|byte| is(byte)).count();
        let to = match bytes[from] {
            b'0'..=b'9' => run(u8::is_ascii_digit),
            b'a'..=b'z' => run(u8::is_ascii_lowercase),
            b' ' => run(|byte| *byte == b' '),
            _ => from + 1,
        };
        let part = &text[from..to];
        tokens.push(match bytes[from] {
            b'0'..=b'9' => Number(if part.len() <= 9 { part.parse().ok()? } else { return None }, part.len()),
            b'a'..=b'z' => Word(part),
            mark => Mark(mark as char),
        });
        from = to;
    }
    Some(tokens)
}

pub(super) fn skip<'a, 'b>(tokens: &'b [Token<'a>], mark: char) -> &'b [Token<'a>] {
    match tokens {
        [Mark(first), rest @ ..] if *first == mark => rest,
        _ => tokens,
    }
}
