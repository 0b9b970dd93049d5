package toolkit

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"

	"github.com/aws/aws-lambda-go/lambda/messages"
)

const mostFrames = 32

// PanicError is a panic whose value is no error, like panic("no").
type PanicError struct{ Value any }

func (e *PanicError) Error() string { return fmt.Sprint(e.Value) }

// RuntimeError is a panic of Go itself: a division by zero, an index out of range, a nil pointer.
type RuntimeError struct{ error }

// Unwrap returns Go's own error.
func (e *RuntimeError) Unwrap() error { return e.error }

// panicked is an error that was a panic, with its stack.
type panicked struct {
	error
	stack []*messages.InvokeResponse_Error_StackFrame
}

// recovered calls a function and returns its panic as an error. It can't catch a panic in a goroutine that the function starts:
// such a panic ends the process, and Lambda reports it.
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

// class returns the name of an error's type, for Step Functions and the log. The types of fmt and errors have no useful name, so it
// returns the name of the error that they wrap.
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

// raised returns an error for Lambda's runtime client. The client would otherwise report the class of the wrapping error.
func raised(err error) error {
	response := messages.InvokeResponse_Error{Type: class(err), Message: err.Error()}
	if found, isPanic := err.(*panicked); isPanic {
		response.StackTrace = found.stack
	}
	return response
}

func stack() []*messages.InvokeResponse_Error_StackFrame {
	callers := make([]uintptr, mostFrames)
	// Skip runtime.Callers, this function, the deferred function and panic.
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
