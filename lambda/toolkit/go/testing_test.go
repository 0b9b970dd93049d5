package toolkit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/aws/aws-lambda-go/lambda/messages"
)

// Functions that several tests share.

// declaration returns a tools.json of one tool, `try`.
func declaration(schema string) []byte {
	return fmt.Appendf(nil, `{"tools": [{"name": "try", "input_schema": %s}]}`, schema)
}

const noFields = `{"type": "object", "properties": {}, "additionalProperties": false}`

const numberFields = `{"type": "object", "properties": {"number": {"type": "integer"}, "more": {"type": "array", "items": {"type": "string"}}},
	"required": ["number"],
	"additionalProperties": false}`

type noInput struct{}

type numberInput struct {
	Number int   `json:"number"`
	More   []any `json:"more"`
}

type result struct {
	Content string `json:"content"`
	IsError bool   `json:"is_error"`
}

// event returns a tool use of a run whose files go to the bucket `b`.
func event(input string) string {
	return fmt.Sprintf(`{"id": "toolu_1", "name": "try", "input": %s, "run": {"execution": "run-1", "agent": "sql",
		"results": {"bucket": "b", "prefix": "runs/run-1/"}}}`, input)
}

// try runs one tool use of a tool without fields.
func try(t *testing.T, run func(context.Context, *ToolUse) (any, error)) (result, error) {
	t.Helper()
	function := Tool("try", func(ctx context.Context, use *ToolUse, _ noInput) (any, error) { return run(ctx, use) })
	return invoke(t, declaration(noFields), function, event("{}"))
}

func invoke(t *testing.T, toolsJSON []byte, function Function, event string) (result, error) {
	t.Helper()
	handler, err := NewHandler(toolsJSON, function)
	if err != nil {
		t.Fatal(err)
	}
	written, err := handler.Invoke(t.Context(), []byte(event))
	if err != nil {
		return result{}, err
	}
	var read result
	if err := json.Unmarshal(written, &read); err != nil {
		t.Fatalf("%v in %s", err, written)
	}
	return read, nil
}

// raisedAs returns the class and the message that Lambda reports for an error.
func raisedAs(t *testing.T, err error) (class, message string) {
	t.Helper()
	var raised messages.InvokeResponse_Error
	if !errors.As(err, &raised) {
		t.Fatalf("Lambda would name it by its Go type: %#v", err)
	}
	return raised.Type, raised.Message
}

// logged returns the text that a function writes to the log.
func logged(t *testing.T, run func()) string {
	t.Helper()
	var written bytes.Buffer
	before := logOutput
	logOutput = &written
	t.Cleanup(func() { logOutput = before })
	run()
	return written.String()
}
