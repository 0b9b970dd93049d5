package toolkit

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func contentOf(t *testing.T, value any) string {
	t.Helper()
	got, err := try(t, func(context.Context, *ToolUse) (any, error) { return value, nil })
	if err != nil {
		t.Fatal(err)
	}
	return got.Content
}

func TestAValueBecomesJSONThatEveryParserTakes(t *testing.T) {
	type point struct {
		X    float64        `json:"x"`
		Y    float32        `json:"y"`
		Many []float64      `json:"many"`
		None []string       `json:"none"`
		Of   map[string]any `json:"of"`
		Left *int           `json:"left"`
		Gone string         `json:"gone,omitempty"`
	}
	value := point{
		X: math.NaN(), Y: float32(math.Inf(-1)), Many: []float64{1, math.Inf(1)},
		Of: map[string]any{"b": "<é>\u2028", "a": []any{math.NaN(), json.Number("12345678901234567890")}},
	}
	want := `{"x":"NaN","y":"-Infinity","many":[1,"Infinity"],"none":[],"of":{"a":["NaN",12345678901234567890],"b":"<é>` + "\u2028" + `"},` +
		`"left":null}`
	if got := contentOf(t, value); got != want {
		t.Errorf("%s", got)
	}
}

func TestWhatIsNoUTF8IsReplaced(t *testing.T) {
	if got := contentOf(t, "a\xffb"); got != "a?b" {
		t.Errorf("%q", got)
	}
	if got := contentOf(t, []string{"a\xffb"}); got != "[\"a\uFFFDb\"]" {
		t.Errorf("%q", got)
	}
}

func TestAValueThatIsNoJSONIsACrash(t *testing.T) {
	_, err := try(t, func(context.Context, *ToolUse) (any, error) { return make(chan int), nil })
	if class, _ := raisedAs(t, err); class != "SemanticError" {
		t.Errorf("%s", class)
	}
}

func preview(t *testing.T, value any) string {
	t.Helper()
	made, err := makeContent(t.Context(), value, &ToolUse{})
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Preview json.RawMessage `json:"preview"`
	}
	if err := json.Unmarshal([]byte(made.text), &read); err != nil {
		t.Fatal(err)
	}
	return string(read.Preview)
}

func TestABigResultShowsThePreviewThatTheToolGives(t *testing.T) {
	big := strings.Repeat("x", 20_000)
	if got := preview(t, Result{Value: big, Preview: map[string]int{"rows": 3}}); got != `{"rows":3}` {
		t.Errorf("%s", got)
	}
	if got := preview(t, Result{Value: big, Preview: strings.Repeat("y", 5000)}); !strings.HasPrefix(got, `"xxx`) {
		t.Errorf("a preview that is too big itself is not taken: %s", got)
	}
}

func TestTheBeginningOfABigTextEndsBetweenCharactersAndFits(t *testing.T) {
	for _, of := range []string{"x", "é", "日", "🏏", "\"", "\x01", "a🏏"} {
		got := beginning(strings.Repeat(of, 20_000))
		if textSize(got) > mostPreviewBytes || len(got) < 500 || strings.ToValidUTF8(got, "") != got {
			t.Errorf("%q: %d bytes", of, len(got))
		}
	}
}

func TestASmallResultIsNotStoredAndItsPreviewIsNotSeen(t *testing.T) {
	if got := contentOf(t, Result{Value: "small", Preview: "seen"}); got != "small" {
		t.Errorf("%s", got)
	}
}
