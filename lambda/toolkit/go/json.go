package toolkit

import (
	older "encoding/json"
	"errors"
	"math"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// This is the code that Go 1.27 has as encoding/json/v2: the older encoding/json can't be told what to write for a NaN.

// lenient takes what other parsers take: the last of two fields of one name, and halves of a surrogate pair as U+FFFD.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// JSON has no word for NaN and the infinities, so they become the text that people and models know them by.
var finite = json.WithMarshalers(json.JoinMarshalers(
	json.MarshalToFunc(func(out *jsontext.Encoder, number float64) error { return writeNumber(out, number) }),
	json.MarshalToFunc(func(out *jsontext.Encoder, number float32) error { return writeNumber(out, float64(number)) }),
	// As it was written; without this it would be taken for a text.
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
	return errors.ErrUnsupported // as every other number is written
}

// asJSON is compact JSON that every parser takes: no NaN, no Infinity, no half of a surrogate pair; fields of a map are sorted.
func asJSON(value any) ([]byte, error) {
	return json.Marshal(value, finite, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
}

// textSize is the size of a text inside a JSON document, which is what a state is measured by.
func textSize(text string) int {
	quoted, _ := jsontext.AppendQuote(nil, text)
	return len(quoted)
}
