package toolkit

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Tool results are always valid JSON, and have at most 16 KiB inline.

const (
	// A state of Step Functions holds 256 KiB, with all results of a turn in it. 8 results of this size leave half of it free.
	mostInlineBytes  = 16 * 1024
	mostPreviewBytes = 4 * 1024
)

// Result is a tool's answer with a preview of its own, for the case that it is too big to go inline.
type Result struct {
	// Value is text, or a value that becomes JSON.
	Value any
	// Preview is a short form of the value. The model sees it if the value is too big. A preview over 4 KiB is ignored.
	Preview any
}

// content is the content of a tool result.
type content struct {
	text string
	// storedBytes is the number of bytes that were stored in S3. 0 if the result went inline.
	storedBytes int
}

// tooBig is the content of a result that is stored, or that is cut because it can't be stored.
type tooBig struct {
	Note string `json:"note"`
	*Link
	Preview jsontext.Value `json:"preview"`
}

func makeContent(ctx context.Context, value any, use *ToolUse) (content, error) {
	result, isResult := value.(Result)
	if !isResult {
		result = Result{Value: value}
	}
	text, name, contentType, err := asText(result.Value)
	if err != nil {
		return content{}, err
	}
	if textSize(text) <= mostInlineBytes {
		return content{text: text}, nil
	}
	big := tooBig{Preview: previewOf(result.Preview, text)}
	made := content{}
	if use.Bucket == "" {
		big.Note = fmt.Sprintf("Cut: the whole result has %d bytes, and this tool use came without a run to store it for.", len(text))
	} else {
		link, err := use.Store(ctx, name, []byte(text), contentType)
		if err != nil {
			return content{}, err
		}
		big.Note = "The whole result is too big to be shown. It is stored; this is a preview. To see all you need, ask for less."
		big.Link, made.storedBytes = &link, len(text)
	}
	written, err := asJSON(big)
	made.text = string(written)
	return made, err
}

func asText(value any) (text, name, contentType string, err error) {
	if text, isText := value.(string); isText {
		return whole(text), "result.txt", "text/plain; charset=utf-8", nil
	}
	written, err := asJSON(value)
	return string(written), "result.json", "application/json", err
}

func previewOf(preview any, text string) jsontext.Value {
	if preview != nil {
		if written, err := asJSON(preview); err == nil && len(written) <= mostPreviewBytes {
			return written
		}
	}
	quoted, _ := jsontext.AppendQuote(nil, beginning(text)+"…")
	return quoted
}

// beginning returns a beginning of the text that fits a preview. It halves the text until it fits, whatever bytes its characters
// take.
func beginning(text string) string {
	length := min(len(text), mostPreviewBytes)
	for {
		for length > 0 && length < len(text) && !utf8.RuneStart(text[length]) {
			length--
		}
		if textSize(text[:length]) <= mostPreviewBytes {
			return text[:length]
		}
		length /= 2
	}
}
