package toolkit

import (
	"context"
	"errors"
	"regexp"
	"testing"
)

var duration = regexp.MustCompile(`"duration_ms":\d+`)

func lineOf(t *testing.T, run func(context.Context, *ToolUse) (any, error)) string {
	t.Helper()
	return duration.ReplaceAllString(logged(t, func() { _, _ = try(t, run) }), `"duration_ms":0`)
}

const begin = `{"message":"tool_use","outcome":`
const middle = `,"execution":"run-1","agent":"sql","tool":"try","tool_use_id":"toolu_1","duration_ms":0,`

func TestAToolUseIsOneLineOfTheLogWithItsSizesAndWithoutItsContents(t *testing.T) {
	line := lineOf(t, func(context.Context, *ToolUse) (any, error) { return "secret", nil })
	if want := begin + `"ok"` + middle + `"input_bytes":2,"content_bytes":8,"stored_bytes":null}` + "\n"; line != want {
		t.Errorf("%s", line)
	}
	line = lineOf(t, func(context.Context, *ToolUse) (any, error) { return nil, Errorf("secret") })
	if want := begin + `"error"` + middle + `"input_bytes":2,"content_bytes":8,"stored_bytes":null}` + "\n"; line != want {
		t.Errorf("%s", line)
	}
}

func TestACrashIsOneLineOfTheLogWithItsClassAndWithoutItsMessage(t *testing.T) {
	line := lineOf(t, func(context.Context, *ToolUse) (any, error) { return nil, errors.Join(&brokenError{"secret"}) })
	if want := begin + `"crash"` + middle + `"error_class":"brokenError"}` + "\n"; line != want {
		t.Errorf("%s", line)
	}
}
