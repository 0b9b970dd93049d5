package toolkit

import (
	"strconv"
	"unicode/utf16"
)

// refuseHalfPairs returns a ToolError if a text or a name in the input has half of a surrogate pair. JSON can write one, as `\ud83d`,
// but UTF-8 can't. Go's parsers would put another character in its place.
func refuseHalfPairs(use *ToolUse) error {
	if half := halfPair(use.input); half != "" {
		return Errorf("The input of %s has half of a surrogate pair (%s), which is no character. Write the whole character, or leave it "+
			"out.", use.Name, half)
	}
	return nil
}

// halfPair returns the first escape in JSON that is half of a surrogate pair, or an empty text.
func halfPair(json []byte) string {
	for at := 0; at+1 < len(json); at++ {
		if json[at] != '\\' {
			continue
		}
		unit := escaped(json[at:])
		switch {
		case utf16.DecodeRune(unit, escaped(json[min(at+6, len(json)):])) != '\uFFFD':
			at += 11 // both halves
		case utf16.IsSurrogate(unit):
			return string(json[at : at+6])
		default:
			at++ // the character behind the backslash
		}
	}
	return ""
}

// escaped returns the unit of UTF-16 that an escape at the beginning of the text stands for, or 0.
func escaped(json []byte) rune {
	if len(json) < 6 || json[0] != '\\' || json[1] != 'u' {
		return 0
	}
	unit, err := strconv.ParseUint(string(json[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(unit)
}
