package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

const aKey = "pplx-Zt8QpLw4vN2xRk7Yb1Gc6Hd9Jf0Ms3Ae5Ui0Ow"

func each(format string) string {
	var written strings.Builder
	for _, char := range aKey {
		fmt.Fprintf(&written, format, char)
	}
	return written.String()
}

func TestAKeyInAnyFormIsLeftOut(t *testing.T) {
	for name, form := range map[string]string{
		"capitals":        strings.ToUpper(aKey),
		"spaces":          strings.Join(strings.Split(aKey, ""), " "),
		"lines":           aKey[:10] + "\n" + aKey[10:20] + "\r\n" + aKey[20:],
		"lines of JSON":   aKey[:10] + `\n` + aKey[10:20] + `\\n` + aKey[20:],
		"no width":        strings.Join(strings.Split(aKey, ""), "\u200b"),
		"half":            aKey[:len(aKey)/2],
		"the other half":  aKey[len(aKey)/2:],
		"percent":         each("%%%02x"),
		"percent twice":   each("%%25%02X"),
		"JSON":            each(`\u%04x`),
		"JSON in JSON":    each(`\\u%04X`),
		"Python":          each(`\x%02x`),
		"HTML":            each("&#%d;"),
		"HTML twice":      each("&amp;#x%x;"),
		"hex":             hex.EncodeToString([]byte(aKey)),
		"hex in capitals": strings.ToUpper(hex.EncodeToString([]byte(aKey))),
		"bytes":           fmt.Sprint([]byte(aKey)),
		"base64":          base64.StdEncoding.EncodeToString([]byte(aKey)),
		"base64 of more":  base64.URLEncoding.EncodeToString([]byte("Bearer " + aKey + "!")),
		"base64 in URL":   url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(aKey))),
	} {
		if got := withoutKey("Invalid key "+form+"!", aKey); got != leftOut {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := withoutKey("Invalid key "+aKey+"!", aKey); got != "Invalid key (the key)!" {
		t.Errorf("%s", got)
	}
}

func TestATextWithoutTheKeyStaysAsItIs(t *testing.T) {
	said := `Keys begin with pplx-. See https://example.com/a%20b?c=1&amp;d=2 \u00e9 deadbeef 1,234 <br> and more`
	if got := withoutKey(said, aKey); got != said {
		t.Errorf("%s", got)
	}
}
