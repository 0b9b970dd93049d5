package toolkit

import (
	older "encoding/json"
	"errors"
	"math"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// go-json-experiment/json is the code of encoding/json/v2 in Go 1.27. The older encoding/json can't write a text for a NaN.

// lenient reads the same JSON as other parsers: the last of two fields of one name, and halves of a surrogate pair as U+FFFD.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// finite writes NaN and the infinities by their names as text, because JSON has no numbers for them.
var finite = json.WithMarshalers(json.JoinMarshalers(
	json.MarshalToFunc(func(out *jsontext.Encoder, number float64) error { return writeNumber(out, number) }),
	json.MarshalToFunc(func(out *jsontext.Encoder, number float32) error { return writeNumber(out, float64(number)) }),
	// A json.Number keeps its digits. Without this it would become a text.
	json.MarshalToFunc(func(out *jsontext.Encoder, number older.Number) error { return out.WriteValue(jsontext.Value(number)) }),
))

func writeNumber(out *jsontext.Encoder, number float64) error {
	switch {
	case math.IsNaN(number):
		return out.WriteToken(jsontext.String("NaN"))
	case math.IsInf(number, 1):
		return out.WriteToken(jsontext.String("Infinity"))
	case math.IsInf(number, -1):
		return out.WriteToken(jsontext.String("-Infinity"))
	}
	return errors.ErrUnsupported // the package writes all other numbers
}

// asJSON returns compact JSON that every parser takes: without NaN, Infinity and halves of surrogate pairs. Fields of a map are
// sorted.
func asJSON(value any) ([]byte, error) {
	return json.Marshal(value, finite, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
}

// textSize returns the size of a text inside a JSON document. Step Functions limits this size.
func textSize(text string) int {
	quoted, _ := jsontext.AppendQuote(nil, text)
	return len(quoted)
}
