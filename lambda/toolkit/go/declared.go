package toolkit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// mostShown is the most characters of a wrong value that an error repeats. They are enough to recognise it, and don't double a
// prompt.
const mostShown = 300

var english = message.NewPrinter(language.English)

// declaredTool is one entry of tools.json.
type declaredTool struct {
	name     string
	timeout  time.Duration
	schema   jsontext.Value
	fields   []string // in the order of the schema
	required []string
	closed   bool // true if additionalProperties is false
	compiled *jsonschema.Schema
}

// readDeclarations reads all tools of a tools.json, in its order.
func readDeclarations(toolsJSON []byte) ([]*declaredTool, error) {
	var file struct {
		Tools []struct {
			Name           string         `json:"name"`
			TimeoutSeconds int            `json:"timeout_seconds"`
			InputSchema    jsontext.Value `json:"input_schema"`
		} `json:"tools"`
	}
	if err := json.Unmarshal(toolsJSON, &file); err != nil {
		return nil, misdeclared("tools.json can't be read as a declaration of tools: %v", err)
	}
	tools := make([]*declaredTool, 0, len(file.Tools))
	for _, entry := range file.Tools {
		tool := &declaredTool{name: entry.Name, timeout: time.Duration(entry.TimeoutSeconds) * time.Second, schema: entry.InputSchema}
		if err := tool.readSchema(); err != nil {
			return nil, misdeclared("the input_schema of tool %q is no JSON Schema: %v", entry.Name, err)
		}
		if tool.timeout < time.Second {
			return nil, misdeclared("timeout_seconds of tool %q is %d: allowed is 1 or more", entry.Name, entry.TimeoutSeconds)
		}
		tools = append(tools, tool)
	}
	return tools, nil
}

func (t *declaredTool) readSchema() error {
	var schema struct {
		Properties           jsontext.Value `json:"properties"`
		Required             []string       `json:"required"`
		AdditionalProperties jsontext.Value `json:"additionalProperties"`
	}
	if err := json.Unmarshal(t.schema, &schema); err != nil {
		return err
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(t.schema))
	if err != nil {
		return err
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("input_schema", document); err != nil {
		return err
	}
	t.required = schema.Required
	t.closed = string(schema.AdditionalProperties) == "false"
	t.fields = namesOf(schema.Properties)
	t.compiled, err = compiler.Compile("input_schema")
	return err
}

// namesOf returns the names of an object's fields in the order of the text.
func namesOf(fields jsontext.Value) []string {
	names := []string{}
	decoder := jsontext.NewDecoder(bytes.NewReader(fields))
	if start, err := decoder.ReadToken(); err != nil || start.Kind() != '{' {
		return names
	}
	for decoder.PeekKind() == '"' {
		name, _ := decoder.ReadToken()
		names = append(names, name.String())
		if decoder.SkipValue() != nil {
			break
		}
	}
	return names
}

// check returns a ToolError if an input doesn't fit. The error says what was given and what is allowed.
func (t *declaredTool) check(input any) error {
	if _, isObject := input.(map[string]any); !isObject {
		return Errorf("The input of %s has to be an object, not %s. %s", t.name, shown(input), t.allowed())
	}
	err := t.compiled.Validate(input)
	var wrong *jsonschema.ValidationError
	if !errors.As(err, &wrong) {
		return err
	}
	for len(wrong.Causes) > 0 {
		wrong = wrong.Causes[0]
	}
	given, path := at(input, wrong.InstanceLocation)
	said := cut(wrong.ErrorKind.LocalizedString(english))
	return Errorf("The input of %s is wrong: %s: %s. Given: %s. %s", t.name, path, said, shown(given), t.allowed())
}

func (t *declaredTool) allowed() string {
	fields := make([]string, 0, len(t.fields))
	for _, name := range t.fields {
		if slices.Contains(t.required, name) {
			name += " (required)"
		}
		fields = append(fields, name)
	}
	list := "none"
	if len(fields) > 0 {
		list = strings.Join(fields, ", ")
	}
	schema := t.schema.Clone()
	if err := schema.Compact(); err != nil {
		return fmt.Sprintf("Its fields: %s.", list)
	}
	return fmt.Sprintf("Its fields: %s. Its schema: %s", list, schema)
}

// at returns the value at a place of the input, and the place in words, like input.topics[2].
func at(value any, location []string) (any, string) {
	path := "input"
	for _, step := range location {
		switch inside := value.(type) {
		case map[string]any:
			value, path = inside[step], path+"."+step
		case []any:
			if index, err := strconv.Atoi(step); err == nil && index < len(inside) {
				value, path = inside[index], path+"["+step+"]"
			}
		}
	}
	return value, path
}

// shown returns a value as the model wrote it, cut to mostShown.
func shown(value any) string {
	written, err := asJSON(value)
	if err != nil {
		return cut(fmt.Sprint(value))
	}
	return cut(string(written))
}

func cut(text string) string {
	length := utf8.RuneCountInString(text)
	if length <= mostShown {
		return text
	}
	return fmt.Sprintf("%s… (%d characters)", string([]rune(text)[:mostShown]), length)
}

func misdeclared(format string, values ...any) error {
	return &DeclarationError{fmt.Sprintf(format, values...)}
}
