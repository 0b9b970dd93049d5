// Package toolkit is the tool contract for Go: a tool is a plain function, and Serve makes a Lambda function of it.
//
//	//go:embed tools.json
//	var toolsJSON []byte
//
//	type addInput struct {
//		A int `json:"a"`
//		B int `json:"b"`
//	}
//
//	func add(ctx context.Context, use *toolkit.ToolUse, in addInput) (any, error) {
//		return map[string]int{"sum": in.A + in.B}, nil
//	}
//
//	func main() { toolkit.Serve(toolsJSON, toolkit.Tool("add", add)) }
//
// The function takes one tool use, checks its input against tools.json, calls the tool of that name and returns a tool result.
//
// It deliberately has nothing that only some tools need, like an HTTP client or file formats.
package toolkit
