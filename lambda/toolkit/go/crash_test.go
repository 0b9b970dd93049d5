package toolkit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/lambda/messages"
)

type brokenError struct{ why string }

func (e *brokenError) Error() string { return e.why }

func crashed(t *testing.T, run func() error) (class, message string) {
	t.Helper()
	_, err := try(t, func(context.Context, *ToolUse) (any, error) { return nil, run() })
	return raisedAs(t, err)
}

func TestAnErrorIsRaisedByTheNameOfItsType(t *testing.T) {
	inside := &brokenError{"no"}
	for want, err := range map[string]error{
		"brokenError: no":             inside,
		"brokenError: why: no":        fmt.Errorf("why: %w", inside),
		"brokenError: first\nno":      errors.Join(errors.New("first"), inside),
		"brokenError: a: b\nno":       fmt.Errorf("a: %w", errors.Join(errors.New("b"), inside)),
		"Error: no name of its own":   errors.New("no name of its own"),
		"brokenError: two no and b":   fmt.Errorf("two %w and %w", inside, errors.New("b")),
		"MalformedEventError: broken": &MalformedEventError{"broken"},
	} {
		if class, message := crashed(t, func() error { return err }); class+": "+message != want {
			t.Errorf("%q: %s: %s", want, class, message)
		}
	}
}

func TestAPanicIsRaisedByTheClassOfWhatPanicked(t *testing.T) {
	var nobody *brokenError
	for want, run := range map[string]func() error{
		"RuntimeError: runtime error: index out of range [3] with length 0": func() error { return []error{}[len("abc")] },
		"RuntimeError: runtime error: invalid memory address or nil pointer dereference": func() error {
			return errors.New(nobody.why)
		},
		"brokenError: broken": func() error { panic(&brokenError{"broken"}) },
		"PanicError: no":      func() error { panic("no") },
		"PanicError: 3":       func() error { panic(3) },
	} {
		if class, message := crashed(t, run); class+": "+message != want {
			t.Errorf("%q: %s: %s", want, class, message)
		}
	}
}

func TestAPanicSaysWhere(t *testing.T) {
	_, err := try(t, func(context.Context, *ToolUse) (any, error) { panic("no") })
	var raised messages.InvokeResponse_Error
	if !errors.As(err, &raised) || len(raised.StackTrace) == 0 || !strings.Contains(raised.StackTrace[0].Label, "TestAPanicSaysWhere") {
		t.Errorf("%+v", raised.StackTrace)
	}
}

func TestAnErrorThatTheModelCanRepairIsAResultHoweverItIsWrapped(t *testing.T) {
	got, err := try(t, func(context.Context, *ToolUse) (any, error) {
		return nil, fmt.Errorf("somewhere: %w", Errorf("there is no %s", "x"))
	})
	if err != nil || got != (result{"there is no x", true}) {
		t.Errorf("%+v %v", got, err)
	}
	got, err = try(t, func(context.Context, *ToolUse) (any, error) {
		return nil, &ToolError{Content: map[string]any{"stdout": "", "error": "Traceback"}}
	})
	if err != nil || got != (result{`{"error":"Traceback","stdout":""}`, true}) {
		t.Errorf("%+v %v", got, err)
	}
}
