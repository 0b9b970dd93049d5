package toolkit

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
)

// Function is a tool's name and the function that runs it. Tool makes one.
type Function struct {
	name   string
	input  reflect.Type
	invoke func(ctx context.Context, use *ToolUse, input []byte) (any, error)
}

// Tool makes a Function from a tool's name in tools.json and the function that runs it.
//
// In is a struct. The json tags of its fields are the names of the input's fields. A field that the input_schema doesn't require is
// a pointer, a slice or a map, and is nil if the input doesn't have it.
//
// The function returns text, a value that becomes JSON, or a Result. An error that is Repairable makes a result with is_error. Any
// other error, or a panic, fails the Lambda function, so that the state machine retries or tells the model. The context ends when
// Lambda stops the function, after the timeout_seconds of tools.json.
func Tool[In any](name string, run func(ctx context.Context, use *ToolUse, in In) (any, error)) Function {
	invoke := func(ctx context.Context, use *ToolUse, input []byte) (any, error) {
		var in In
		if err := json.Unmarshal(input, &in); err != nil {
			// The schema allows the value, but the type can't hold it, like an integer of 30 digits.
			return nil, Errorf("The input of %s is wrong: %v. Given: %s.", name, err, cut(string(input)))
		}
		return run(ctx, use, in)
	}
	return Function{name: name, input: reflect.TypeFor[In](), invoke: invoke}
}

// checkFields compares a function's input with its declaration. Without this check the function would silently lose a field that
// only the schema has, or take a missing one for a zero.
func (f Function) checkFields(tool *declaredTool) error {
	if f.input.Kind() != reflect.Struct {
		return misdeclared("the input of the function for tool %q is a %s: it has to be a struct", f.name, f.input)
	}
	fields := map[string]reflect.Type{}
	for field := range f.input.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			return misdeclared("the field %s of %s has no json tag, which names the field of the input", field.Name, f.input)
		}
		fields[name] = field.Type
	}
	if taken, declared := sortedNames(fields), slices.Sorted(slices.Values(tool.input.names())); !slices.Equal(taken, declared) {
		return misdeclared("tool %q is declared with the fields %q, and its function takes %q", f.name, declared, taken)
	}
	for _, name := range tool.input.names() {
		kind := fields[name].Kind()
		canBeMissing := slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface}, kind)
		if !canBeMissing && !tool.input.requires(name) {
			return misdeclared("tool %q may be called without %s: make it required in the input_schema, or a pointer in %s",
				f.name, name, f.input)
		}
	}
	return nil
}
