package toolkit

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"

	"github.com/aws/aws-lambda-go/lambda/messages"
)

const mostFrames = 32

// PanicError is a panic with a value that is no error, like panic("no").
type PanicError struct{ Value any }

func (e *PanicError) Error() string { return fmt.Sprint(e.Value) }

// RuntimeError is a panic of Go itself: a division by zero, an index out of range, a nil pointer.
type RuntimeError struct{ error }

// Unwrap is Go's own error.
func (e *RuntimeError) Unwrap() error { return e.error }

// panicked is an error that was a panic, with the place where.
type panicked struct {
	error
	stack []*messages.InvokeResponse_Error_StackFrame
}

// recovered calls a function and returns its panic as an error. A panic of a goroutine that the function starts can't be caught by
// anyone and ends the process, which Lambda reports too.
func recovered(call func() (any, error)) (value any, err error) {
	defer func() {
		switch found := recover().(type) {
		case nil:
		case runtime.Error:
			err = &panicked{&RuntimeError{found}, stack()}
		case error:
			err = &panicked{found, stack()}
		default:
			err = &panicked{&PanicError{found}, stack()}
		}
	}()
	return call()
}

// class is the name of an error's type, which Step Functions and logs know it by. What fmt and errors wrap around an error has no
// name of its own; then it is that of what is inside.
func class(err error) string {
	if found, isPanic := err.(*panicked); isPanic {
		return class(found.error)
	}
	kind := reflect.TypeOf(err)
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	if path := kind.PkgPath(); path != "fmt" && path != "errors" {
		return kind.Name()
	}
	for _, inside := range unwrapped(err) {
		if name := class(inside); name != "Error" {
			return name
		}
	}
	return "Error"
}

func unwrapped(err error) []error {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		return several.Unwrap()
	}
	if inside := errors.Unwrap(err); inside != nil {
		return []error{inside}
	}
	return nil
}

// raised is an error as Lambda's runtime client takes it, so that its class is the one of our errors and not of what wraps them.
func raised(err error) error {
	response := messages.InvokeResponse_Error{Type: class(err), Message: err.Error()}
	if found, isPanic := err.(*panicked); isPanic {
		response.StackTrace = found.stack
	}
	return response
}

func stack() []*messages.InvokeResponse_Error_StackFrame {
	callers := make([]uintptr, mostFrames)
	// Without runtime.Callers, this function, the deferred one and panic itself.
	frames := runtime.CallersFrames(callers[:runtime.Callers(4, callers)])
	var trace []*messages.InvokeResponse_Error_StackFrame
	for {
		frame, more := frames.Next()
		trace = append(trace, &messages.InvokeResponse_Error_StackFrame{
			Path: frame.File, Line: int32(frame.Line), Label: frame.Function,
		})
		if !more {
			return trace
		}
	}
}
