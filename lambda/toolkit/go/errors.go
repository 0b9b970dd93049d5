package toolkit

import "fmt"

// The errors of tools: those that the model can repair, and those that fail the function.

// Repairable is an error that the model can repair, or can tell a person about. It becomes a tool result with is_error.
type Repairable interface {
	error
	// ResultContent returns the content that the model reads: text, a value that becomes JSON, or a Result.
	ResultContent() any
}

// ToolError is an error that a tool returns if the model can repair it.
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

// ResultContent returns the content itself.
func (e *ToolError) ResultContent() any { return e.Content }

// Errorf makes a ToolError with a text.
func Errorf(format string, values ...any) *ToolError {
	return &ToolError{Content: fmt.Sprintf(format, values...)}
}

// NowhereToStoreError says that a tool wants to store a file, but its tool use names no bucket. Such a tool use comes from a person
// who tries the tool.
type NowhereToStoreError struct{ ToolError }

// UnreadableFileError says that a file that the model names doesn't exist, or that this run may not read it.
type UnreadableFileError struct{ ToolError }

// NoSecretError says that a tool needs a secret that this function doesn't have. The model can't repair this, but it can tell a
// person.
type NoSecretError struct{ ToolError }

// MalformedEventError says that the event breaks the tool contract. It fails the function, because the sender is at fault and not
// the model.
type MalformedEventError struct{ Message string }

func (e *MalformedEventError) Error() string { return e.Message }

// DeclarationError says that tools.json and the functions don't fit together. It ends the function when it starts.
type DeclarationError struct{ Message string }

func (e *DeclarationError) Error() string { return e.Message }

func text(format string, values ...any) ToolError { return *Errorf(format, values...) }
