//! Makes the content of a tool result. It is always valid JSON or text, and has at most 16 KiB inline.

use serde_json::json;

use crate::crash::Crash;
use crate::json::text_bytes;
use crate::output::Output;
use crate::tool_use::ToolUse;

/// A state of Step Functions holds 256 KiB, with all results of a turn in it. 8 results of this size leave half of it free.
const MOST_INLINE_BYTES: usize = 16 * 1024;
const MOST_PREVIEW_BYTES: usize = 4 * 1024;

/// Returns the content of a tool result, and the number of bytes that were stored in S3 (None if it went inline).
pub(crate) fn content(output: Output, tool_use: &ToolUse) -> Result<(String, Option<usize>), Crash> {
    if text_bytes(&output.text) <= MOST_INLINE_BYTES {
        return Ok((output.text, None));
    }
    let (text, size) = (&output.text, output.text.len());
    let own = output.preview.filter(|preview| text_bytes(&preview.to_string()) <= MOST_PREVIEW_BYTES);
    let preview = own.unwrap_or_else(|| beginning(text).into());
    let (name, kind) =
        if output.is_json { ("result.json", "application/json") } else { ("result.txt", "text/plain; charset=utf-8") };
    let Some(link) = tool_use.store_result(name, text.as_bytes(), kind)? else {
        let note = format!("Cut: the whole result has {size} bytes, and this tool use came without a run to store it for.");
        return Ok((json!({"note": note, "preview": preview}).to_string(), None));
    };
    let note = "The whole result is too big to be shown. It is stored; this is a preview. To see all you need, ask for less.";
    let shown = json!({"note": note, "bucket": link.bucket, "key": link.key, "bytes": link.bytes, "preview": preview});
    Ok((shown.to_string(), Some(size)))
}

/// Returns a beginning of the text that fits a preview. It halves the text until it fits, whatever bytes its characters take.
fn beginning(text: &str) -> String {
    let mut length = MOST_PREVIEW_BYTES;
    loop {
        let cut: String = text.chars().take(length).collect();
        if text_bytes(&cut) <= MOST_PREVIEW_BYTES {
            return cut + "…";
        }
        length /= 2;
    }
}
