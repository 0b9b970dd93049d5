package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"agents.internal/toolkit"
)

// use runs my_tool and returns its result.
func use(t *testing.T, input string) (content string, isError bool) {
	t.Helper()
	handler, err := toolkit.NewHandler(toolsJSON, tools...)
	if err != nil {
		t.Fatal(err)
	}
	written, err := handler.Invoke(t.Context(), []byte(`{"id": "toolu_1", "name": "my_tool", "input": `+input+`}`))
	if err != nil {
		t.Fatal(err)
	}
	var result struct {
		Content string `json:"content"`
		IsError bool   `json:"is_error"`
	}
	if err := json.Unmarshal(written, &result); err != nil {
		t.Fatal(err)
	}
	return result.Content, result.IsError
}

func TestWordsAndCharactersAreCounted(t *testing.T) {
	for text, want := range map[string]string{
		"":               `{"words":0,"characters":0}`,
		" one  two\n":    `{"words":2,"characters":10}`,
		"日本 🏏":           `{"words":2,"characters":4}`,
		"e\u0301\u00a0x": `{"words":2,"characters":4}`,
	} {
		given, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if content, isError := use(t, fmt.Sprintf(`{"text": %s}`, given)); content != want || isError {
			t.Errorf("%q: %s", text, content)
		}
	}
}

func TestAnInputThatBreaksTheSchemaIsAnErrorThatSaysWhatIsAllowed(t *testing.T) {
	content, isError := use(t, `{"txet": "x"}`)
	if !isError || !strings.Contains(content, "my_tool takes: text (string, required).") {
		t.Errorf("%s", content)
	}
}
