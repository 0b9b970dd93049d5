package main

import (
	"net/url"
	"strings"
	"unicode"
)

// What comes from the web is data, whatever it looks like. Here it loses what people don't see and models do.

const (
	ellipsis = " … (cut)"
	mostURL  = 500
	// Both join letters of some scripts, and emoji.
	zeroWidthNonJoiner, zeroWidthJoiner = '\u200c', '\u200d'
)

// clean leaves out control characters, invisible ones and those that change the direction of writing. Line ends and tabs stay.
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

// oneLine is a cleaned text whose line ends and runs of spaces are one space each.
func oneLine(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }

// start is a text of so many characters at most.
func start(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}

// hostOf is the host of a web page's address. Nothing else is an address here: no javascript:, no data:, no name and password.
func hostOf(link string) (host string, isWebPage bool) {
	if len(link) > mostURL || link != oneLine(link) || strings.ContainsAny(link, " <>\"'`\\") {
		return "", false
	}
	address, err := url.Parse(link)
	if err != nil || address.Scheme != "http" && address.Scheme != "https" || address.Hostname() == "" || address.User != nil {
		return "", false
	}
	return address.Hostname(), true
}
