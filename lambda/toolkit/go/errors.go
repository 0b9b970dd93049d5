package toolkit

import "fmt"

// What can go wrong, sorted by who can put it right.

// Repairable is an error that the model can repair, or at least tell a person of: it becomes a tool result with is_error.
type Repairable interface {
	error
	// ResultContent is what the model reads: text, a value that becomes JSON, or a Result.
	ResultContent() any
}

// ToolError is what a tool returns when the model can repair it.
type ToolError struct {
	// Content is text, a value that becomes JSON, or a Result.
	Content any
}

func (e *ToolError) Error() string {
	if text, isText := e.Content.(string); isText {
		return text
	}
	return shown(e.Content)
}

// ResultContent is the content itself.
func (e *ToolError) ResultContent() any { return e.Content }

// Errorf makes a ToolError with a text.
func Errorf(format string, values ...any) *ToolError {
	return &ToolError{Content: fmt.Sprintf(format, values...)}
}

// NowhereToStoreError says that a tool wants to store a file, but its tool use names no bucket (as when a person tries it by hand).
type NowhereToStoreError struct{ ToolError }

// UnreadableFileError says that a file which the model names isn't there, or isn't one that this run may read.
type UnreadableFileError struct{ ToolError }

// NoSecretError says that a tool needs a secret that this function wasn't given. The model can't put that right, but it can say so.
type NoSecretError struct{ ToolError }

// MalformedEventError says that the event breaks the tool contract. Whoever sent it is at fault and not the model, so it is raised.
type MalformedEventError struct{ Message string }

func (e *MalformedEventError) Error() string { return e.Message }

// DeclarationError says that tools.json and the functions don't fit together. It ends the function when it starts.
type DeclarationError struct{ Message string }

func (e *DeclarationError) Error() string { return e.Message }

func text(format string, values ...any) ToolError { return *Errorf(format, values...) }
