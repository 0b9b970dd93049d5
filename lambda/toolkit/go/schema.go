package toolkit

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// mostDepth is the most schemas that lie in each other.
const mostDepth = 20

var (
	bounds  = []string{"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"}
	lengths = []string{"minLength", "maxLength"}
	sizes   = []string{"minItems", "maxItems"}
	kinds   = []string{"object", "array", "string", "integer", "number", "boolean"}
	keysOf  = map[string][]string{
		"object":  {"properties", "required", "additionalProperties"},
		"array":   {"items", "minItems", "maxItems", "uniqueItems"},
		"string":  {"enum", "minLength", "maxLength", "pattern"},
		"integer": bounds,
		"number":  bounds,
	}
	keysOfAll = []string{"type", "title", "description"}
)

// patternSyntax is a pattern of the syntax that means the same in all languages: docs/reference/tools-json.md#patterns
var patternSyntax = regexp.MustCompile(`^(?:(?:\\[tnr\\^$.*+?()\[\]{}|/]|\[\^?(?:\\[tnr\\^$.*+?()\[\]{}|/-]|[^\[\]\\$])+\]` +
	`|[^\\\[\](){}.*+?|^$]|\))(?:(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??)?|\((?:\?:)?|[|^$])*$`)

// schema is a schema of the dialect that docs/reference/tools-json.md describes. tests/events/fields.json has cases of it for all
// languages.
type schema struct {
	kind     string
	fields   []field // in the order of the text
	required []string
	items    *schema
	unique   bool
	enum     []string
	limits   map[string]limit
	pattern  *regexp.Regexp
}

type field struct {
	name   string
	schema *schema
}

// limit is the value of a key like minimum, and how it is written.
type limit struct {
	value float64
	text  string
}

// readSchema reads a schema. Its error says where a schema isn't of the dialect.
func readSchema(raw jsontext.Value, path string, depth int) (*schema, error) {
	if depth > mostDepth {
		return nil, fmt.Errorf("%s lies too deep; allowed are %d schemas in each other", path, mostDepth)
	}
	keys, isObject := members(raw)
	if !isObject {
		return nil, fmt.Errorf("%s is %s; allowed is an object", path, shownRaw(raw))
	}
	read := &schema{limits: map[string]limit{}}
	values := map[string]jsontext.Value{}
	for _, key := range keys {
		values[key.name] = key.value
	}
	if json.Unmarshal(values["type"], &read.kind) != nil || !slices.Contains(kinds, read.kind) {
		return nil, fmt.Errorf("%s.type is %s; allowed are %s", path, shownRaw(values["type"]), strings.Join(kinds, ", "))
	}
	allowed := slices.Concat(keysOfAll, keysOf[read.kind])
	for _, key := range keys {
		if !slices.Contains(allowed, key.name) {
			return nil, fmt.Errorf("%s has the key %s; allowed are %s", path, cut(key.name), strings.Join(allowed, ", "))
		}
		if !read.take(key.name, key.value) {
			return nil, fmt.Errorf("%s.%s can't be %s", path, key.name, shownRaw(key.value))
		}
	}
	if read.kind == "object" {
		return read, read.readFields(values, path, depth)
	}
	if read.kind == "array" {
		items, err := readSchema(values["items"], path+".items", depth+1)
		read.items = items
		return read, err
	}
	return read, nil
}

func (s *schema) readFields(values map[string]jsontext.Value, path string, depth int) error {
	if string(values["additionalProperties"]) != "false" {
		return fmt.Errorf("%s allows any other field: it needs additionalProperties false", path)
	}
	fields, isObject := members(values["properties"])
	if !isObject {
		return fmt.Errorf("%s has no properties", path)
	}
	for _, name := range s.required {
		if !slices.ContainsFunc(fields, func(field member) bool { return field.name == name }) {
			return fmt.Errorf("%s.required names %s, which isn't one of the properties", path, name)
		}
	}
	for _, each := range fields {
		read, err := readSchema(each.value, path+".properties."+each.name, depth+1)
		if err != nil {
			return err
		}
		s.fields = append(s.fields, field{each.name, read})
	}
	return nil
}

// take keeps the value of a key. It returns false for a value that the key can't have.
func (s *schema) take(key string, raw jsontext.Value) bool {
	switch {
	case slices.Contains(bounds, key), slices.Contains(lengths, key), slices.Contains(sizes, key):
		read := limit{text: shownRaw(raw)}
		isCount := !slices.Contains(bounds, key)
		if raw.Kind() != '0' || json.Unmarshal(raw, &read.value) != nil || isCount && (read.value < 0 || !isWhole(read.value)) {
			return false
		}
		s.limits[key] = read
		return true
	case key == "type", key == "properties", key == "items":
		return true // read with their paths
	case key == "required":
		return isTexts(raw) && json.Unmarshal(raw, &s.required) == nil
	case key == "enum":
		return isTexts(raw) && json.Unmarshal(raw, &s.enum) == nil && len(s.enum) > 0
	case key == "additionalProperties":
		return raw.Kind() == 't' || raw.Kind() == 'f'
	case key == "uniqueItems":
		s.unique = raw.Kind() == 't'
		return s.unique || raw.Kind() == 'f'
	}
	var text string
	if raw.Kind() != '"' || json.Unmarshal(raw, &text) != nil {
		return false
	}
	var err error
	if key == "pattern" {
		s.pattern, err = regexp.Compile(text)
	}
	return err == nil && (key != "pattern" || patternSyntax.MatchString(text))
}

func (s *schema) requires(name string) bool { return slices.Contains(s.required, name) }

func (s *schema) names() []string {
	names := make([]string, 0, len(s.fields))
	for _, field := range s.fields {
		names = append(names, field.name)
	}
	return names
}

// member is a field of a JSON object.
type member struct {
	name  string
	value jsontext.Value
}

// members returns the fields of an object in the order of the text, and false for JSON that is no object.
func members(raw jsontext.Value) ([]member, bool) {
	decoder := jsontext.NewDecoder(bytes.NewReader(raw))
	if start, err := decoder.ReadToken(); err != nil || start.Kind() != '{' {
		return nil, false
	}
	var found []member
	for decoder.PeekKind() == '"' {
		name, err := decoder.ReadToken()
		if err != nil {
			return nil, false
		}
		text := name.String()
		value, err := decoder.ReadValue()
		if err != nil {
			return nil, false
		}
		found = append(found, member{text, value.Clone()})
	}
	return found, true
}

// isTexts returns whether the JSON is a list of texts. A null in it would be read as an empty text.
func isTexts(raw jsontext.Value) bool {
	var items []jsontext.Value
	if raw.Kind() != '[' || json.Unmarshal(raw, &items) != nil {
		return false
	}
	return !slices.ContainsFunc(items, func(item jsontext.Value) bool { return item.Kind() != '"' })
}

func shownRaw(raw jsontext.Value) string {
	if len(raw) == 0 {
		return "null"
	}
	value, err := readInput(raw)
	if err != nil {
		return cut(string(raw))
	}
	return shown(value)
}
