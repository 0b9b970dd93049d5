package main

import (
	"strings"
	"unicode"
)

// Text from the web is data, whatever it looks like. This file removes the characters that models see and people don't.

const (
	ellipsis = " … (cut)"
	// Both join letters of some scripts, and emoji.
	zeroWidthNonJoiner, zeroWidthJoiner = '\u200c', '\u200d'
)

// clean removes control characters, invisible characters, and characters that change the direction of writing. Line ends and tabs
// stay.
func clean(text string) string {
	return strings.TrimSpace(strings.Map(func(char rune) rune {
		switch {
		case char == '\n', char == '\t', char == zeroWidthNonJoiner, char == zeroWidthJoiner:
			return char
		case unicode.In(char, unicode.Zl, unicode.Zp):
			return '\n'
		case unicode.In(char, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		}
		return char
	}, strings.ToValidUTF8(text, "\uFFFD")))
}

// oneLine returns a cleaned text on one line. Each line end and each run of spaces becomes one space.
func oneLine(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }

// start returns at most that many characters of a text.
func start(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
