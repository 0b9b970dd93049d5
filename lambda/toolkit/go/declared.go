package toolkit

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// declaredTool is one entry of tools.json.
type declaredTool struct {
	name  string
	input *schema
}

// readDeclarations reads all tools of a tools.json, in its order.
func readDeclarations(toolsJSON []byte) ([]*declaredTool, error) {
	var file struct {
		Tools []struct {
			Name        string         `json:"name"`
			InputSchema jsontext.Value `json:"input_schema"`
		} `json:"tools"`
	}
	if err := json.Unmarshal(toolsJSON, &file); err != nil {
		return nil, misdeclared("tools.json can't be read as a declaration of tools: %v", err)
	}
	tools := make([]*declaredTool, 0, len(file.Tools))
	for _, entry := range file.Tools {
		input, err := readSchema(entry.InputSchema, "input_schema", 1)
		if err != nil {
			return nil, misdeclared("the schema of tool '%s' can't be used: %v", entry.Name, err)
		}
		tools = append(tools, &declaredTool{entry.Name, input})
	}
	return tools, nil
}

// fit returns an input as the tool's function takes it, or a ToolError if it doesn't fit the schema.
func (t *declaredTool) fit(input any) (any, error) {
	fitted, problems := fit(input, t.input)
	if len(problems) > 0 {
		return nil, Errorf("The input of %s is wrong: %s. %s", t.name, strings.Join(problems, ". "), t.takes())
	}
	return fitted, nil
}

// takes says the fields of the tool, like `query takes: sql (string, required), rows (integer).`
func (t *declaredTool) takes() string {
	var fields []string
	for _, field := range t.input.fields {
		required := ""
		if t.input.requires(field.name) {
			required = ", required"
		}
		fields = append(fields, fmt.Sprintf("%s (%s%s)", field.name, field.schema.kind, required))
	}
	return fmt.Sprintf("%s takes: %s.", t.name, orNoFields(fields))
}

func misdeclared(format string, values ...any) error {
	return &DeclarationError{fmt.Sprintf(format, values...)}
}
