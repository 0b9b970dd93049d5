// The tool my_tool: counts the words and the characters of a text.
package main

import (
	"context"
	_ "embed"
	"strings"
	"unicode/utf8"

	"agents.internal/toolkit"
)

//go:embed tools.json
var toolsJSON []byte

type myToolInput struct {
	Text string `json:"text"`
}

type myToolResult struct {
	Words      int `json:"words"`
	Characters int `json:"characters"`
}

func myTool(_ context.Context, _ *toolkit.ToolUse, in myToolInput) (any, error) {
	return myToolResult{len(strings.Fields(in.Text)), utf8.RuneCountInString(in.Text)}, nil
}

func main() { toolkit.Serve(toolsJSON, tools...) }

var tools = []toolkit.Function{
	toolkit.Tool("my_tool", myTool),
}
