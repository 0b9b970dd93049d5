// The tools of tests/events/tools.json in Go, which the conformance suite builds and plays its cases against.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"agents.internal/toolkit"
)

//go:embed tools.json
var toolsJSON []byte

type noInput struct{}

type echoInput struct {
	Text  string `json:"text"`
	Times *int   `json:"times"`
}

type echoed struct {
	Text  string `json:"text"`
	Times int    `json:"times"`
}

func echo(_ context.Context, _ *toolkit.ToolUse, in echoInput) (any, error) {
	times := 1
	if in.Times != nil {
		times = *in.Times
	}
	return echoed{in.Text, times}, nil
}

func nothing(context.Context, *toolkit.ToolUse, noInput) (any, error) { return "", nil }

type refuseInput struct {
	Reason string `json:"reason"`
}

func refuse(_ context.Context, _ *toolkit.ToolUse, in refuseInput) (any, error) {
	return nil, &toolkit.ToolError{Content: in.Reason}
}

func crash(context.Context, *toolkit.ToolUse, noInput) (any, error) {
	zero := 0
	return 1 / zero, nil
}

type repeatInput struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
}

func repeat(_ context.Context, _ *toolkit.ToolUse, in repeatInput) (any, error) {
	return strings.Repeat(in.Text, in.Count), nil
}

type numbersResult struct {
	Big  int     `json:"big"`
	NaN  float64 `json:"nan"`
	Up   float64 `json:"up"`
	Down float64 `json:"down"`
}

func numbers(context.Context, *toolkit.ToolUse, noInput) (any, error) {
	return numbersResult{9007199254740993, math.NaN(), math.Inf(1), math.Inf(-1)}, nil
}

type readInput struct {
	Bucket string `json:"bucket"`
	Key    string `json:"key"`
}

func read(ctx context.Context, use *toolkit.ToolUse, in readInput) (any, error) {
	file, err := use.Open(ctx, in.Bucket, in.Key)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	return string(text), err
}

type storeInput struct {
	Name string `json:"name"`
}

func store(ctx context.Context, use *toolkit.ToolUse, in storeInput) (any, error) {
	return use.Store(ctx, in.Name, []byte("stored"), "text/plain")
}

func reveal(ctx context.Context, use *toolkit.ToolUse, _ noInput) (any, error) {
	secret, err := use.Secret(ctx, "door")
	return secret.Reveal(), err
}

type probeInput struct {
	Schema   string `json:"schema"`
	Required bool   `json:"required"`
	Input    string `json:"input"`
}

type takeInput struct {
	V any `json:"v"`
}

func take(_ context.Context, _ *toolkit.ToolUse, in takeInput) (any, error) {
	if in.V == nil {
		return map[string]any{}, nil
	}
	return map[string]any{"v": in.V}, nil
}

func probe(ctx context.Context, _ *toolkit.ToolUse, in probeInput) (any, error) {
	required := ""
	if in.Required {
		required = `"v"`
	}
	declared := fmt.Sprintf(`{"tools": [{"name": "take", "input_schema": {"type": "object",
		"properties": {"v": %s}, "required": [%s], "additionalProperties": false}}]}`, in.Schema, required)
	inner, err := toolkit.NewHandler([]byte(declared), toolkit.Tool("take", take))
	if err != nil {
		return nil, toolkit.Errorf("DeclarationError: %v", err)
	}
	written, err := inner.Invoke(ctx, fmt.Appendf(nil, `{"id": "toolu_2", "name": "take", "input": %s}`, in.Input))
	if err != nil {
		return nil, err
	}
	var result struct {
		Content string `json:"content"`
		IsError bool   `json:"is_error"`
	}
	if err := json.Unmarshal(written, &result); err != nil {
		return nil, err
	}
	if result.IsError {
		return nil, &toolkit.ToolError{Content: result.Content}
	}
	return result.Content, nil
}

func main() {
	toolkit.Serve(toolsJSON,
		toolkit.Tool("echo", echo),
		toolkit.Tool("nothing", nothing),
		toolkit.Tool("refuse", refuse),
		toolkit.Tool("crash", crash),
		toolkit.Tool("repeat", repeat),
		toolkit.Tool("numbers", numbers),
		toolkit.Tool("read", read),
		toolkit.Tool("store", store),
		toolkit.Tool("reveal", reveal),
		toolkit.Tool("probe", probe),
	)
}
