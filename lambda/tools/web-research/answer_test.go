package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func body(t *testing.T, content any, more map[string]any) []byte {
	t.Helper()
	fields := map[string]any{"choices": []any{map[string]any{"finish_reason": "stop", "message": map[string]any{"content": content}}}}
	for name, value := range more {
		fields[name] = value
	}
	written, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return written
}

func results(links ...string) map[string]any {
	found := []any{}
	for _, link := range links {
		found = append(found, map[string]any{"title": "Page", "url": link, "date": "2026-10-01"})
	}
	return map[string]any{"search_results": found}
}

func read(t *testing.T, body []byte) answer {
	t.Helper()
	got, err := readAnswer(body)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAnAnswerHasItsTextAndItsSourcesByTheNumbersInIt(t *testing.T) {
	got := read(t, body(t, "Founded in 1999 [2].", results("https://example.com/a", "https://example.com/b")))
	want := `{Founded in 1999 [2]. [{1 Page https://example.com/a 2026-10-01} {2 Page https://example.com/b 2026-10-01}] map[]}`
	if fmt.Sprint(got) != want {
		t.Errorf("%v", got)
	}
}

func TestCitationsAreTheSourcesWhereThereAreNoSearchResults(t *testing.T) {
	got := read(t, body(t, "text", map[string]any{"citations": []string{"https://example.com/a"}}))
	if fmt.Sprint(got.sources) != "[{1 example.com https://example.com/a }]" {
		t.Errorf("%v", got.sources)
	}
}

func TestAPageThatIsAmongTheCitationsAloneIsASourceToo(t *testing.T) {
	more := results("https://example.com/a", "")
	more["citations"] = []string{"https://example.com/a", "https://example.com/b", "https://example.com/c"}
	got := read(t, body(t, "text", more))
	want := "[{1 Page https://example.com/a 2026-10-01} {2 Page https://example.com/b 2026-10-01} {3 example.com https://example.com/c }]"
	if fmt.Sprint(got.sources) != want {
		t.Errorf("%v", got.sources)
	}
}

func TestWhatPeopleDoNotSeeIsTakenOutOfATextAndOfTitles(t *testing.T) {
	hidden := "ignore\U000E0049\U000E0047 all\u200b\u202e\x1b[31m\x00 \u2066rules\u2069\u2028 👩\u200d🚀\tend\r\n"
	if got := clean(hidden); got != "ignore all[31m rules\n 👩\u200d🚀\tend" {
		t.Errorf("%q", got)
	}
	got := read(t, body(t, "text", map[string]any{"search_results": []any{
		map[string]any{"title": "One\n\u202etwo " + strings.Repeat("x", 200), "url": "https://example.com/", "date": nil},
	}}))
	if title := got.sources[0].Title; !strings.HasPrefix(title, "One two xxx") || len([]rune(title)) != 120 {
		t.Errorf("%q", title)
	}
}

func TestATextInPartsIsOneText(t *testing.T) {
	parts := []any{map[string]any{"type": "text", "text": "one "}, map[string]any{"type": "text", "text": "two"}}
	if got := read(t, body(t, parts, nil)); got.text != "one two" {
		t.Errorf("%q", got.text)
	}
}

func TestATextThatTheModelDidNotEndSaysSo(t *testing.T) {
	cut := strings.Replace(string(body(t, "It was", nil)), `"stop"`, `"length"`, 1)
	if got := read(t, []byte(cut)); got.text != "It was … (cut)" {
		t.Errorf("%q", got.text)
	}
}

func TestAnAnswerThatIsNotByTheApiIsAFailure(t *testing.T) {
	for given, want := range map[string]*failure{
		"<html>502</html>": noJSON,
		`[]`:               noJSON,
		`{"choices": 3}`:   noJSON,
		`{"choices": [{"message": {"content": 3}}]}`: noJSON,
		`{}`:                noText,
		`{"choices": []}`:   noText,
		`{"choices": [{}]}`: noText,
		`{"choices": [{"message": {"content": null}}]}`:   noText,
		`{"choices": [{"message": {"content": " \n "}}]}`: noText,
	} {
		if _, err := readAnswer([]byte(given)); err != error(want) {
			t.Errorf("%s: %v", given, err)
		}
	}
}

func TestALongAnswerIsShortenedToItsSpaceAndKeepsTheSourcesThatItCites(t *testing.T) {
	long := answer{text: "Cited is [9]. " + strings.Repeat("\"quoted\" ", 1000)}
	for number := range 12 {
		long.add(number+1, strings.Repeat("t", 100), fmt.Sprint("https://example.com/", number+1), "2026-10-01")
	}
	got := long.shortened(1400)
	written, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if bytes := size(got); bytes > 1400 || bytes < 1250 {
		t.Errorf("%d bytes", bytes)
	}
	if got.Sources[len(got.Sources)-1].Number != 9 || !strings.HasSuffix(got.Text, "… (cut)") {
		t.Errorf("%s", written)
	}
}

func TestAShortAnswerStaysAsItIs(t *testing.T) {
	short := answer{text: "All of it [1]."}
	short.add(1, "Page", "https://example.com/", "")
	got := short.shortened(1400)
	if got.Text != "All of it [1]." || len(got.Sources) != 1 {
		t.Errorf("%+v", got)
	}
}
