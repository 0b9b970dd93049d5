//! The keys of files in S3. docs/reference/contracts.md, Keys, has the rules. They are the same in every language.

use std::fmt::Write;

use crate::signature::sha256;

/// The folder of the bucket into which people put files for agents. A tool may read these files and the run's own.
pub(crate) const INPUTS: &str = "inputs/";

const MOST_PART_BYTES: usize = 128;
const END_BYTES: usize = 30;

/// The characters that are nothing but dots in Unicode's form NFKC.
const DOTS: &str = ".\u{2024}\u{2025}\u{2026}\u{fe19}\u{fe30}\u{fe52}\u{ff0e}";
/// The backslash, and the characters whose form NFKC has a slash, a backslash or a percent sign.
const HIDDEN: &str = "\\\u{2100}\u{2101}\u{2105}\u{2106}\u{fe68}\u{fe6a}\u{ff05}\u{ff0f}\u{ff3c}";
const ESCAPES: [&str; 5] = ["%00", "%25", "%2e", "%2f", "%5c"];

/// Returns the part of a key for an id or a name. Two texts never have one part. It is never empty, `.` or `..`.
pub(crate) fn part(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        let kept = byte.is_ascii_alphanumeric() || b"_-".contains(&byte) || (byte == b'.' && !escaped.is_empty());
        if kept {
            escaped.push(byte.into());
        } else {
            let _ = write!(escaped, "={byte:02X}");
        }
    }
    match escaped.len() {
        0 => "=".to_owned(),
        length if length <= MOST_PART_BYTES => escaped,
        length => format!("{}=={}=={}", &escaped[..END_BYTES], sha256(text), &escaped[length - END_BYTES..]),
    }
}

/// Returns true if a file is one of the run, whose keys begin with the prefix, or one that people put there for agents.
pub(crate) fn begins_well(prefix: &str, key: &str) -> bool {
    key.starts_with(prefix) || key.starts_with(INPUTS)
}

/// Returns true if a key that begins well may lead elsewhere. A client or a server might follow dots and undo escapes.
pub(crate) fn strays(prefix: &str, key: &str) -> bool {
    if let Some(rest) = key.strip_prefix(prefix) {
        return !rest.split('/').all(written);
    }
    let rest = key.strip_prefix(INPUTS).unwrap_or(key);
    let lower = rest.to_ascii_lowercase();
    rest.split('/').any(|part| part.chars().all(|letter| DOTS.contains(letter)))
        || rest.chars().any(|letter| letter.is_control() || HIDDEN.contains(letter))
        || ESCAPES.iter().any(|escape| lower.contains(escape))
}

fn written(part: &str) -> bool {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"_.=-".contains(&byte);
    !part.is_empty() && !part.starts_with('.') && part.bytes().all(kept)
}
