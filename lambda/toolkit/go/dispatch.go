package toolkit

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Handler takes the events of the tool contract. It implements lambda.Handler of Lambda's runtime client.
type Handler struct {
	tools     map[string]*declaredTool
	names     []string // in the order of tools.json
	functions map[string]Function
	storage   *storage
}

type toolResult struct {
	Type      string `json:"type"`
	ToolUseID string `json:"tool_use_id"`
	Name      string `json:"name"`
	Content   string `json:"content"`
	IsError   bool   `json:"is_error"`
}

// NewHandler makes a Handler of the functions for the tools of a tools.json. Its error is a DeclarationError.
func NewHandler(toolsJSON []byte, functions ...Function) (*Handler, error) {
	declared, err := readDeclarations(toolsJSON)
	if err != nil {
		return nil, err
	}
	handler := &Handler{tools: map[string]*declaredTool{}, functions: map[string]Function{}, storage: &storage{}}
	for _, tool := range declared {
		handler.tools[tool.name] = tool
		handler.names = append(handler.names, tool.name)
	}
	for _, function := range functions {
		handler.functions[function.name] = function
	}
	if there, wanted := sortedNames(handler.functions), sortedNames(handler.tools); !slices.Equal(there, wanted) {
		return nil, misdeclared("tools.json declares %q, and there are functions for %q", wanted, there)
	}
	for name, tool := range handler.tools {
		if err := handler.functions[name].checkFields(tool); err != nil {
			return nil, err
		}
	}
	return handler, nil
}

// Invoke answers one event with a tool result.
func (h *Handler) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	use, err := readToolUse(event)
	if err != nil {
		return nil, raised(err)
	}
	use.storage = h.storage
	log := startLog(use)
	value, err := recovered(func() (any, error) { return h.answer(ctx, use) })
	var repairable Repairable
	isError := errors.As(err, &repairable)
	if isError {
		value, err = repairable.ResultContent(), nil
	}
	var made content
	if err == nil {
		made, err = makeContent(ctx, value, use)
	}
	if err != nil {
		log.crash(err)
		return nil, raised(err)
	}
	log.done(isError, made)
	return asJSON(toolResult{"tool_result", use.ID, use.Name, made.text, isError})
}

func (h *Handler) answer(ctx context.Context, use *ToolUse) (any, error) {
	tool := h.tools[use.Name]
	if tool == nil {
		return nil, Errorf("There is no tool %q here. There are: %s.", use.Name, strings.Join(h.names, ", "))
	}
	if err := refuseHalfPairs(use); err != nil {
		return nil, err
	}
	input, err := readInput(use.input)
	if err != nil {
		return nil, err
	}
	fitted, err := tool.fit(input)
	if err != nil {
		return nil, err
	}
	plain, err := asJSON(fitted)
	if err != nil {
		return nil, err
	}
	return h.functions[use.Name].invoke(ctx, use, plain)
}

func sortedNames[V any](of map[string]V) []string { return slices.Sorted(maps.Keys(of)) }

// inputSize returns the size of an input as JSON without spaces.
func inputSize(input jsontext.Value) int {
	compact := input.Clone()
	if compact.Compact() != nil {
		return len(input)
	}
	return len(compact)
}

// whole replaces bytes that are no UTF-8 by question marks.
func whole(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return strings.ToValidUTF8(text, "?")
}
