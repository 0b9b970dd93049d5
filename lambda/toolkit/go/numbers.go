package toolkit

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

const (
	// A float64 holds every integer up to this one.
	mostExact = 1 << 53
	// A float64 has at most 309 digits before the point.
	mostDigits = 310
)

// readInput reads an input. It keeps the digits of numbers, with two exceptions:
//   - `2.0` and `2e0` become the integer 2, because JSON Schema takes them for one.
//   - A number that no float64 holds, like `1e999999999`, is refused before its digits are calculated.
func readInput(input []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(input))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, Errorf("The input is no JSON: %v.", err)
	}
	return plainNumbers(value)
}

func plainNumbers(value any) (any, error) {
	var err error
	switch value := value.(type) {
	case map[string]any:
		for name, item := range value {
			if value[name], err = plainNumbers(item); err != nil {
				return nil, err
			}
		}
	case []any:
		for index, item := range value {
			if value[index], err = plainNumbers(item); err != nil {
				return nil, err
			}
		}
	case json.Number:
		return plainNumber(value)
	}
	return value, nil
}

func plainNumber(written json.Number) (json.Number, error) {
	text := string(written)
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || len(text) > mostDigits && !strings.ContainsAny(text, ".eE") {
		return "", Errorf("The input has a number that is too big: %s. Allowed are numbers up to 1.8e308.", cut(text))
	}
	if !strings.ContainsAny(text, ".eE") {
		return written, nil
	}
	if number == math.Trunc(number) && math.Abs(number) <= mostExact {
		return json.Number(strconv.FormatInt(int64(number), 10)), nil
	}
	return json.Number(strconv.FormatFloat(number, 'g', -1, 64)), nil
}
