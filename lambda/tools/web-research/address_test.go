package main

import (
	"strings"
	"testing"
)

func TestAnAddressIsEncodedAndNamesTheSamePage(t *testing.T) {
	for given, want := range map[string]string{
		"https://en.wikipedia.org/wiki/McDonald's":                        "https://en.wikipedia.org/wiki/McDonald%27s",
		"https://en.wikipedia.org/wiki/Delta_(airline)":                   "https://en.wikipedia.org/wiki/Delta_%28airline%29",
		"https://en.wikipedia.org/wiki/McDonald%27s":                      "https://en.wikipedia.org/wiki/McDonald%27s",
		"https://en.wikipedia.org/wiki/Tesla,_Inc.":                       "https://en.wikipedia.org/wiki/Tesla,_Inc.",
		"https://en.wikipedia.org/wiki/Yahoo!":                            "https://en.wikipedia.org/wiki/Yahoo!",
		"https://example.com/a|b?c=[1]&d={2}#e|f":                         "https://example.com/a%7Cb?c=%5B1%5D&d=%7B2%7D#e%7Cf",
		"https://example.com/ a b":                                        "https://example.com/%20a%20b",
		" https://example.com/a \n":                                       "https://example.com/a",
		"https://example.com/\na":                                         "https://example.com/a",
		"https://example.com/<b>\"`\\^":                                   "https://example.com/%3Cb%3E%22%60%5C%5E",
		"https://example.com/100%":                                        "https://example.com/100%25",
		"https://example.com/%zz%20":                                      "https://example.com/%25zz%20",
		"https://de.wikipedia.org/wiki/Übermaß":                           "https://de.wikipedia.org/wiki/%C3%9Cberma%C3%9F",
		"https://ja.wikipedia.org/wiki/任天堂":                               "https://ja.wikipedia.org/wiki/%E4%BB%BB%E5%A4%A9%E5%A0%82",
		"https://example.com/\u202egpj\u200b\x00":                         "https://example.com/%E2%80%AEgpj%E2%80%8B%00",
		"https://example.com/\xff":                                        "https://example.com/%EF%BF%BD",
		"HTTPS://Example.com":                                             "https://Example.com",
		"http://example.com?a=b#c#d":                                      "http://example.com?a=b#c%23d",
		"https://bücher.example/a":                                        "https://xn--bcher-kva.example/a",
		"https://example.com:8443/a":                                      "https://example.com:8443/a",
		"https://example.com:/a":                                          "https://example.com/a",
		"https://a_b.example.com./":                                       "https://a_b.example.com./",
		"https://[2001:db8::1]:80/":                                       "https://[2001:db8::1]:80/",
		"https://example.com/@me/a:b;c*$":                                 "https://example.com/@me/a:b;c*$",
		"https://web.archive.org/web/2020/https://example.com":            "https://web.archive.org/web/2020/https://example.com",
		"https://example.com/a#:~:text=" + strings.Repeat("long%20", 300): "https://example.com/a",
		"https://example.com/" + strings.Repeat("a", 1980):                "https://example.com/" + strings.Repeat("a", 1980),
	} {
		if got, _, problem := address(given); got != want || problem != "" {
			t.Errorf("%q: %q %q", given, got, problem)
		}
	}
}

func TestWhatIsNoAddressOfAWebPageIsRefused(t *testing.T) {
	for _, given := range []string{
		"javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.com/",
		"mailto:me@example.com", "", "https://", "https:///a", "https:example.com", "//example.com", "example.com/a", "https://me:pw@example.com/",
		"https://example.com@evil.example/", "https://example.com\\@evil.example/", "https://exa mple.com/", "https://example.com:99999/",
		"https://example.com:8a/", "https://ex%61mple.com/", "https://exam\u202eple.com/", "https://[::1/", "https://[fe80::1%25eth0]/",
		"https://<b>.example/", "https://.example.com/", "view-source:https://example.com/", "https://example..com/",
	} {
		if got, _, problem := address(given); got != "" || problem != noWebPage {
			t.Errorf("%q: %q %q", given, got, problem)
		}
	}
	for _, long := range []string{strings.Repeat("a", 1981), strings.Repeat("長", 300)} {
		if got, _, problem := address("https://example.com/" + long); got != "" || problem != "its address is longer than 2000 characters" {
			t.Errorf("%q %q", got, problem)
		}
	}
}
