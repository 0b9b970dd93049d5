package toolkit

import (
	"context"
	"strings"
	"testing"
)

func taking[In any](name string) Function {
	return Tool(name, func(context.Context, *ToolUse, In) (any, error) { return "", nil })
}

func TestWhatIsDeclaredAndWhatIsWrittenHaveToFitTogether(t *testing.T) {
	type other struct {
		Numbre int `json:"numbre"`
	}
	type untagged struct{ Number int }
	type optional struct {
		Number int `json:"number"`
		More   int `json:"more"`
	}
	for about, wrong := range map[string]struct {
		declared []byte
		function Function
		said     string
	}{
		"no JSON":       {[]byte("{"), taking[noInput]("try"), "tools.json can't be read as a declaration of tools"},
		"no schema":     {declaration(`{"type": "objct"}`), taking[noInput]("try"), `the schema of tool 'try' can't be used: input_schema.type is "objct"`},
		"another name":  {declaration(noFields), taking[noInput]("tyr"), `tools.json declares ["try"], and there are functions for ["tyr"]`},
		"another field": {declaration(numberFields), taking[other]("try"), `with the fields ["more" "number"], and its function takes ["numbre"]`},
		"no tag":        {declaration(numberFields), taking[untagged]("try"), "the field Number of toolkit.untagged has no json tag"},
		"no struct":     {declaration(noFields), taking[string]("try"), "is a string: it has to be a struct"},
		"an open schema": {
			declaration(`{"type": "object", "properties": {}}`), taking[noInput]("try"), "it needs additionalProperties false",
		},
		"a field that may be missing and is zero then": {
			declaration(numberFields), taking[optional]("try"), `tool "try" may be called without more: make it required`,
		},
	} {
		_, err := NewHandler(wrong.declared, wrong.function)
		if err == nil || class(err) != "DeclarationError" || !strings.Contains(err.Error(), wrong.said) {
			t.Errorf("%s: %v", about, err)
		}
	}
	if _, err := NewHandler(declaration(numberFields), taking[numberInput]("try")); err != nil {
		t.Error(err)
	}
}
