package toolkit

import (
	"io"
	"os"
	"time"
)

// logOutput is the output that Lambda keeps as the function's log. Tests replace it.
var logOutput io.Writer = os.Stdout

// toolUseLog writes one line of JSON for each tool use. The line holds the outcome and sizes, never the content.
type toolUseLog struct {
	use     *ToolUse
	started time.Time
}

// logLine has the fields of the other toolkits, in their order.
type logLine struct {
	Message    string  `json:"message"`
	Outcome    string  `json:"outcome"` // "ok", "error" (a result with is_error) or "crash" (an error that was raised)
	Execution  *string `json:"execution"`
	Agent      *string `json:"agent"`
	Tool       string  `json:"tool"`
	ToolUseID  string  `json:"tool_use_id"`
	DurationMS int64   `json:"duration_ms"`
}

type crashLine struct {
	logLine
	ErrorClass string `json:"error_class"`
}

type doneLine struct {
	logLine
	InputBytes   int  `json:"input_bytes"`
	ContentBytes int  `json:"content_bytes"`
	StoredBytes  *int `json:"stored_bytes"`
}

func startLog(use *ToolUse) toolUseLog { return toolUseLog{use, time.Now()} }

func (l toolUseLog) crash(err error) { write(crashLine{l.line("crash"), class(err)}) }

func (l toolUseLog) done(isError bool, made content) {
	outcome := "ok"
	if isError {
		outcome = "error"
	}
	line := doneLine{l.line(outcome), inputSize(l.use.input), textSize(made.text), nil}
	if made.storedBytes > 0 {
		line.StoredBytes = &made.storedBytes
	}
	write(line)
}

func (l toolUseLog) line(outcome string) logLine {
	return logLine{
		Message:    "tool_use",
		Outcome:    outcome,
		Execution:  orNull(l.use.Execution),
		Agent:      orNull(l.use.Agent),
		Tool:       l.use.Name,
		ToolUseID:  l.use.ID,
		DurationMS: time.Since(l.started).Milliseconds(),
	}
}

func write(line any) {
	if written, err := asJSON(line); err == nil {
		_, _ = logOutput.Write(append(written, '\n'))
	}
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
