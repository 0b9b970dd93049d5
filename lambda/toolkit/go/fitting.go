package toolkit

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// mostShown is the most characters of a wrong value that an error repeats. They are enough to recognise it, and don't double a
	// prompt.
	mostShown    = 300
	mostProblems = 5
	// mostWhole is the largest whole number that Step Functions and TypeScript hold exactly.
	mostWhole = 1<<53 - 1
)

var (
	kindWords = map[string]string{
		"object": "an object", "array": "a list", "string": "a text", "integer": "a whole number", "number": "a number",
		"boolean": "true or false",
	}
	limitWords = []struct{ key, words string }{
		{"minimum", "%s or more"},
		{"exclusiveMinimum", "more than %s"},
		{"maximum", "%s or less"},
		{"exclusiveMaximum", "less than %s"},
		{"minLength", "%s or more characters"},
		{"maxLength", "%s or fewer characters"},
		{"minItems", "%s or more items"},
		{"maxItems", "%s or fewer items"},
	}
)

// fitting is one input that is fitted into a schema.
type fitting struct{ problems []string }

// fit returns an input as its tool takes it, and a sentence for each of the first problems. A null for an optional field is left
// out.
func fit(input any, into *schema) (any, []string) {
	var fitting fitting
	fitted := fitting.fit(input, into, "input", false)
	return fitted, fitting.problems
}

func (f *fitting) fit(value any, into *schema, path string, optional bool) any {
	before := len(f.problems)
	fits := into.fits(value)
	switch value := value.(type) {
	case map[string]any:
		if fits {
			return f.fitFields(value, into, path)
		}
	case []any:
		if fits {
			for at, item := range value {
				value[at] = f.fit(item, into.items, path+"["+strconv.Itoa(at)+"]", false)
			}
			fits = !into.unique || before < len(f.problems) || isUnique(value)
		}
	}
	if !fits {
		leave := ""
		if optional {
			leave = "; the field is optional: leave it out if there is no value for it"
		}
		f.add(fmt.Sprintf("%s is %s; allowed is %s%s%s", path, shown(value), into.allowed(), into.reminder(value), leave))
	}
	return value
}

func (f *fitting) fitFields(value map[string]any, into *schema, path string) map[string]any {
	fitted := map[string]any{}
	for _, name := range sortedNames(value) {
		if names := into.names(); !slices.Contains(names, name) {
			f.add(fmt.Sprintf("%s has no field %s; allowed are %s", path, cut(name), orNoFields(names)))
		}
	}
	for _, field := range into.fields {
		item, isThere := value[field.name]
		required := into.requires(field.name)
		switch {
		case isThere && (item != nil || required):
			fitted[field.name] = f.fit(item, field.schema, path+"."+field.name, !required)
		case required:
			f.add(fmt.Sprintf("%s.%s is missing; allowed is %s", path, field.name, field.schema.allowed()))
		}
	}
	return fitted
}

func (f *fitting) add(problem string) {
	if len(f.problems) < mostProblems {
		f.problems = append(f.problems, problem)
	}
}

// fits returns whether a value is of the schema's type and within its limits. It doesn't look into objects and lists.
func (s *schema) fits(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		return s.kind == "object"
	case []any:
		return s.kind == "array" && s.allows(float64(len(value)))
	case bool:
		return s.kind == "boolean"
	case string:
		return s.kind == "string" && s.allows(float64(utf8.RuneCountInString(value))) &&
			(s.enum == nil || slices.Contains(s.enum, value)) && (s.pattern == nil || s.pattern.MatchString(value))
	case json.Number:
		number, err := value.Float64()
		whole := isWhole(number) && math.Abs(number) <= mostWhole
		return err == nil && (s.kind == "number" || s.kind == "integer" && whole) && s.allows(number)
	}
	return false
}

// allows returns whether a number, a length or a size is within the limits.
func (s *schema) allows(size float64) bool {
	for key, limit := range s.limits {
		switch key {
		case "minimum", "minLength", "minItems":
			if size < limit.value {
				return false
			}
		case "exclusiveMinimum":
			if size <= limit.value {
				return false
			}
		case "exclusiveMaximum":
			if size >= limit.value {
				return false
			}
		default:
			if size > limit.value {
				return false
			}
		}
	}
	return true
}

// allowed says what a schema allows, like `a whole number, 1 or more`.
func (s *schema) allowed() string {
	said := []string{kindWords[s.kind]}
	if s.enum != nil {
		var texts []string
		for _, text := range s.enum {
			texts = append(texts, written(text))
		}
		said = append(said, "one of "+strings.Join(texts, ", "))
	}
	for _, each := range limitWords {
		if limit, isThere := s.limits[each.key]; isThere {
			said = append(said, fmt.Sprintf(each.words, limit.text))
		}
	}
	if s.pattern != nil {
		said = append(said, "that matches "+s.pattern.String())
	}
	if s.unique {
		said = append(said, "no item twice")
	}
	return cut(strings.Join(said, ", "))
}

// reminder says a rule that the keys of the schema don't say.
func (s *schema) reminder(value any) string {
	if _, isText := value.(string); isText && s.kind != "string" {
		return ", and not a text"
	}
	if written, isNumber := value.(json.Number); isNumber && s.kind == "integer" {
		if number, err := written.Float64(); err == nil && math.Abs(number) > mostWhole {
			return fmt.Sprintf(", %d to %d", -mostWhole, mostWhole)
		}
	}
	return ""
}

func isWhole(number float64) bool { return number == math.Trunc(number) }

func isUnique(items []any) bool {
	texts := map[string]bool{}
	for _, item := range items {
		texts[written(item)] = true
	}
	return len(texts) == len(items)
}

func orNoFields(names []string) string {
	if len(names) == 0 {
		return "no fields"
	}
	return strings.Join(names, ", ")
}

// shown returns a value as JSON with its fields in order, cut to mostShown.
func shown(value any) string { return cut(written(value)) }

func written(value any) string {
	text, err := asJSON(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

func cut(text string) string {
	length := utf8.RuneCountInString(text)
	if length <= mostShown {
		return text
	}
	return fmt.Sprintf("%s… (%d characters)", string([]rune(text)[:mostShown]), length)
}
