package toolkit

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

func taken(t *testing.T, input string) result {
	t.Helper()
	function := Tool("try", func(_ context.Context, _ *ToolUse, in numberInput) (any, error) { return fmt.Sprint(in.Number), nil })
	got, err := invoke(t, declaration(numberFields), function, event(input))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAWholeNumberIsAnIntegerHoweverItIsWritten(t *testing.T) {
	for given, want := range map[string]string{
		"2": "2", "2.0": "2", "2e0": "2", "20e-1": "2", "-0.0": "0", "9007199254740991": "9007199254740991",
	} {
		if got := taken(t, `{"number": `+given+`}`); got.Content != want || got.IsError {
			t.Errorf("%s: %s", given, got.Content)
		}
	}
}

func TestAnInputThatDoesNotFitIsAnErrorWithWhatWasGivenAndWhatIsAllowed(t *testing.T) {
	const takes = " try takes: number (integer, required), more (array)."
	const most = ", -9007199254740991 to 9007199254740991."
	for given, said := range map[string]string{
		`{"number": 2.5}`: "The input of try is wrong: input.number is 2.5; allowed is a whole number." + takes,
		`{"more": []}`:    "The input of try is wrong: input.number is missing; allowed is a whole number." + takes,
		`{"number": 1, "more": {"a": 1}}`: `The input of try is wrong: input.more is {"a":1}; allowed is a list; ` +
			"the field is optional: leave it out if there is no value for it." + takes,
		`[1]`:                                "The input of try is wrong: input is [1]; allowed is an object." + takes,
		`{"number": 1e400}`:                  "The input has a number that is too big: 1e400.",
		`{"number": 1e999999999}`:            "The input has a number that is too big: 1e999999999.",
		`{"number": 1e-999999999, "x": "y"}`: "The input of try is wrong: input has no field x; allowed are number, more." + takes,
		`{"number": 9007199254740993}`:       "The input of try is wrong: input.number is 9007199254740993; allowed is a whole number" + most,
		`{"number": 1e300}`:                  "The input of try is wrong: input.number is 1e+300; allowed is a whole number" + most,
	} {
		if got := taken(t, given); !got.IsError || !strings.HasPrefix(got.Content, said) {
			t.Errorf("%s: %s", given, got.Content)
		}
	}
}

func TestAWrongValueIsRepeatedOnlyInPart(t *testing.T) {
	got := taken(t, `{"number": "`+strings.Repeat("é", 5000)+`"}`)
	if want := strings.Repeat("é", 299) + "… (5002 characters)"; !strings.Contains(got.Content, want) || len(got.Content) > 1500 {
		t.Errorf("%s", got.Content)
	}
}
