package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func numbersOf(sources []source) []int {
	numbers := []int{}
	for _, each := range sources {
		numbers = append(numbers, each.Number)
	}
	return numbers
}

func TestAPageWhoseAddressHasAwkwardCharactersIsListed(t *testing.T) {
	links := []string{"https://en.wikipedia.org/wiki/McDonald's", "https://example.com/a(b)|c", "https://example.com/ü x"}
	got := read(t, body(t, "Burgers [1][2][3].", results(links...))).shortened(3000)
	want := `[{1 Page https://en.wikipedia.org/wiki/McDonald%27s 2026-10-01} {2 Page https://example.com/a%28b%29%7Cc 2026-10-01} ` +
		`{3 Page https://example.com/%C3%BC%20x 2026-10-01}]`
	if fmt.Sprint(got.Sources) != want || got.Missing != nil {
		t.Errorf("%v", got)
	}
}

func TestATextThatCitesSourcesThatAreNotListedNamesThemAndWhy(t *testing.T) {
	links := []string{"javascript:alert(1)", "https://example.com/a", "data:text/html,x", "https://example.com/" + strings.Repeat("a", 2500),
		"http://example.org/b", "file:///etc/passwd"}
	got := read(t, body(t, "One [1], two [2], some [3-5], far [8, 9], and [5][1].", results(links...))).shortened(3000)
	if numbers := numbersOf(got.Sources); fmt.Sprint(numbers) != "[2 5]" {
		t.Errorf("%v", got.Sources)
	}
	want := `[{"numbers":[1,3],"why":"its address isn't that of a web page (http or https)"},` +
		`{"numbers":[4],"why":"its address is longer than 2000 characters"},` +
		`{"numbers":[8,9],"why":"Perplexity names no source of this number"}]`
	if written, _ := json.Marshal(got.Missing); string(written) != want {
		t.Errorf("%s", written)
	}
}

func TestEveryOneOfTwentyCitedSourcesIsListedOrMissing(t *testing.T) {
	for _, bytes := range []int{1200, 1400, 3500, 7000, 14_000} {
		text, links := "", []string{}
		for number := range 20 {
			text += fmt.Sprintf("%s [%d]. ", strings.Repeat("word ", 12), number+1)
			links = append(links, fmt.Sprintf("https://example.com/a/rather/long/address/of/a/page/%d/McDonald's", number))
		}
		got := read(t, body(t, text, results(links...))).shortened(bytes)
		all := numbersOf(got.Sources)
		for _, each := range got.Missing {
			if each.Why != noRoom {
				t.Errorf("%s", each.Why)
			}
			all = append(all, each.Numbers...)
		}
		for _, number := range citedIn(got.Text) {
			if !slices.Contains(all, number) {
				t.Errorf("with %d bytes nothing is said of [%d]: %v", bytes, number, got)
			}
		}
		if size(got) > bytes {
			t.Errorf("%d bytes of %d", size(got), bytes)
		}
		if bytes >= 7000 && len(got.Sources) != 20 {
			t.Errorf("with %d bytes %d sources", bytes, len(got.Sources))
		}
	}
}

func TestTitlesAreCutBeforeSourcesAreLeftOut(t *testing.T) {
	long := answer{text: "All of them [1-8]."}
	for number := range 8 {
		long.add(number+1, strings.Repeat("t", 120), fmt.Sprint("https://example.com/", number+1), "")
	}
	got := long.shortened(1400)
	if len(got.Sources) != 8 || got.Missing != nil || len([]rune(got.Sources[0].Title)) != 50 {
		t.Errorf("%+v", got)
	}
}

func TestAnAddressThatIsThereTwiceKeepsBothNumbers(t *testing.T) {
	got := read(t, body(t, "Twice [1][2].", results("https://example.com/a", "https://example.com/a"))).shortened(3000)
	if fmt.Sprint(numbersOf(got.Sources)) != "[1 2]" || got.Missing != nil {
		t.Errorf("%v", got)
	}
}

func TestNumbersInBracketsAreCitations(t *testing.T) {
	for text, want := range map[string]string{
		"a [1][2], b [2].": "[1 2]", "[1, 3; 5]": "[1 3 5]", "[2-4] [9 – 10]": "[2 3 4 9 10]", "[2024] [a1] (3)": "[]", "[0] [999]": "[0 999]",
		"[5-3]": "[]",
	} {
		if got := fmt.Sprint(citedIn(text)); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestATextThatCitesEveryNumberStillHasRoomForItsWords(t *testing.T) {
	text := ""
	for number := range 1000 {
		text += fmt.Sprintf("word [%d] ", number)
	}
	got := read(t, body(t, text, results("https://example.com/a"))).shortened(1200)
	if size(got) > 1200 || len(got.Text) < 400 || len(got.Missing) == 0 {
		t.Errorf("%d bytes, %d of them text: %v", size(got), len(got.Text), got.Missing)
	}
}
