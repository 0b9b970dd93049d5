package main

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A service may repeat a key that it refuses: with spaces or line breaks in it, or encoded. So escapes of a text are resolved, and its
// letters and digits alone are compared with the key and with its encodings.

const (
	leftOut = "(left out, because it holds the API key)"
	// layers is how often a text may be encoded.
	layers = 4
	// piece is the length of the parts of a key that are looked for. Any part that is 14 characters long holds one of them.
	piece, stride = 10, 5
)

var (
	escape  = regexp.MustCompile(`(?i)\\+u\{?[0-9a-f]{4,6}\}?|(?:\\+x|%|\b0x)[0-9a-f]{2}|&#?\w{1,8};|\\+[nrtbfv]|<\s*/?\s*w?br\s*/?\s*>`)
	dropped = regexp.MustCompile(`[^a-z0-9]+`)
	digits  = regexp.MustCompile(`(?i)[0-9a-f]{2,6}\}?$`)
)

// withoutKey returns the text, or a note in its place if it holds the key or a part of it.
func withoutKey(text, key string) string {
	// The laptop's mock service takes shorter keys, which are words that any text may hold.
	if len(key) < shortestKey {
		return text
	}
	text = strings.ReplaceAll(text, key, "(the key)")
	raw, read := letters(text), letters(resolved(text))
	for _, form := range forms(key) {
		for at := 0; at+piece <= len(form); at += stride {
			if part := form[at : at+piece]; strings.Contains(read, part) || strings.Contains(raw, part) {
				return leftOut
			}
		}
	}
	return text
}

// resolved returns the text with its escapes resolved, those within escapes too.
func resolved(text string) string {
	for range layers {
		before := text
		text = escape.ReplaceAllStringFunc(text, func(found string) string {
			if strings.HasPrefix(found, "&") {
				return html.UnescapeString(found)
			}
			code, err := strconv.ParseUint(strings.TrimSuffix(digits.FindString(found), "}"), 16, 32)
			if err != nil || code < ' ' {
				return " "
			}
			return string(rune(code))
		})
		if text == before {
			break
		}
	}
	return text
}

// letters returns the letters and digits of a text, in small letters. Wide ones become plain ones.
func letters(text string) string {
	narrow := strings.Map(func(char rune) rune {
		if '\uFF01' <= char && char <= '\uFF5E' {
			return char - 0xFEE0
		}
		return char
	}, text)
	return dropped.ReplaceAllString(strings.ToLower(narrow), "")
}

// forms returns the letters and digits of the key, backwards too, and of its encodings. The encodings may begin before the key.
func forms(key string) []string {
	backwards := []rune(key)
	slices.Reverse(backwards)
	var bytes strings.Builder
	for _, each := range []byte(key) {
		bytes.WriteString(strconv.Itoa(int(each)))
	}
	found := []string{letters(key), letters(string(backwards)), hex.EncodeToString([]byte(key)), bytes.String()}
	for bits, encode := range map[int]func([]byte) string{6: base64.StdEncoding.EncodeToString, 5: base32.StdEncoding.EncodeToString} {
		for before := range bits {
			encoded := encode(append(make([]byte, before), key...))
			first, last := (before*8+bits-1)/bits, (before+len(key))*8/bits
			found = append(found, letters(encoded[first:last]))
		}
	}
	return found
}
