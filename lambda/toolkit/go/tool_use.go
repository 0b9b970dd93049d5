package toolkit

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ToolUse is a tool use and the run that it belongs to.
type ToolUse struct {
	ID    string
	Name  string
	input jsontext.Value

	// The fields of the run. They are empty if the event had none, for example if a person tries a tool.
	Execution string
	Agent     string
	Bucket    string
	// Prefix is the folder of this run's files, with a slash at the end.
	Prefix string

	storage *storage
}

type object = map[string]jsontext.Value

// readToolUse reads the event of the tool contract. Its error is a MalformedEventError, which names the field.
func readToolUse(event []byte) (*ToolUse, error) {
	fields, err := asObject(event)
	if err != nil {
		return nil, malformed("a tool use is an object with id, name and input, not %s", kindOf(event))
	}
	reader := fieldReader{}
	run := reader.object(fields, "run", "run")
	results := reader.object(run, "results", "run.results")
	use := &ToolUse{
		ID:        reader.text(fields, "id", "id", true),
		Name:      reader.text(fields, "name", "name", true),
		input:     fields["input"],
		Execution: reader.text(run, "execution", "run.execution", false),
		Agent:     reader.text(run, "agent", "run.agent", false),
		Bucket:    reader.text(results, "bucket", "run.results.bucket", false),
		Prefix:    reader.text(results, "prefix", "run.results.prefix", false),
	}
	if reader.err == nil && results != nil {
		reader.err = checkPlace(use.Bucket, use.Prefix)
	}
	if reader.err == nil && halfPair(fields["id"]) != "" {
		reader.err = malformed("id of a tool use has half of a surrogate pair, which is no character")
	}
	if use.input == nil {
		use.input = jsontext.Value("null")
	}
	return use, reader.err
}

// checkPlace returns an error if a name is empty or the prefix is no folder. A prefix without a slash at its end would open the
// files of runs whose names begin alike.
func checkPlace(bucket, prefix string) error {
	if bucket == "" || prefix == "" {
		return malformed("run.results needs both bucket and prefix, neither of them empty")
	}
	if prefix == "/" || !strings.HasSuffix(prefix, "/") {
		return malformed("run.results.prefix has to be a folder that ends with /, like runs/run-1/, not %q", prefix)
	}
	return nil
}

// fieldReader reads fields and keeps the first error.
type fieldReader struct{ err error }

func (r *fieldReader) object(of object, name, path string) object {
	value := of[name]
	if isMissing(value) {
		return nil
	}
	fields, err := asObject(value)
	if err != nil {
		r.wrong(path, "an object", value)
	}
	return fields
}

func (r *fieldReader) text(of object, name, path string, required bool) string {
	value := of[name]
	if isMissing(value) && !required {
		return ""
	}
	var text string
	err := json.Unmarshal(value, &text, lenient)
	if required && (isMissing(value) || err != nil || text == "") {
		r.wrong(path, "text, one character or more", value)
	} else if err != nil {
		r.wrong(path, "text", value)
	}
	return text
}

func (r *fieldReader) wrong(path, wanted string, value jsontext.Value) {
	if r.err == nil {
		r.err = malformed("%s of a tool use has to be %s, not %s", path, wanted, kindOf(value))
	}
}

func malformed(format string, values ...any) error {
	return &MalformedEventError{fmt.Sprintf(format, values...)}
}

func asObject(value jsontext.Value) (object, error) {
	if value.Kind() != '{' {
		return nil, malformed("no object")
	}
	var fields object
	err := json.Unmarshal(value, &fields, lenient)
	return fields, err
}

func isMissing(value jsontext.Value) bool { return len(value) == 0 || value.Kind() == 'n' }

func kindOf(value jsontext.Value) string {
	switch value.Kind() {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		if string(value) == `""` {
			return "nothing"
		}
		return "text"
	case 't', 'f':
		return "true or false"
	case '0':
		return "a number"
	case 'n':
		return "nothing"
	}
	if len(value) == 0 {
		return "nothing"
	}
	return "something else than JSON"
}
