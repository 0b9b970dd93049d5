package main

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// A source's address goes into texts, Markdown and shells, so it is plain ASCII here. Characters that end an address there are
// percent-encoded, which names the same page: https://www.rfc-editor.org/rfc/rfc3986#section-2.1

// mostURL is longer than nearly all addresses. Browsers and servers take some 2,000 characters everywhere.
const mostURL = 2000

const (
	noWebPage = "its address isn't that of a web page (http or https)"
	// harmless are the characters beside letters and digits that stay: they mean something in an address, and nothing in a text.
	harmless = "-._~!$&*+,;=:@/?"
)

var (
	tooLongAddress = fmt.Sprintf("its address is longer than %d characters", mostURL)

	webPage = regexp.MustCompile(`(?is)^(https?)://([^/?#]+)(.*)$`)
	// A host may have a port. A name and a password before it are no part of this, and so refused.
	hostAndPort = regexp.MustCompile(`^([^:\[\]]+|\[[^\[\]]+\])(?::(\d{0,5}))?$`)
	// Underscores are in no host's name by the standards, and in some all the same.
	asciiHost = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$`)
)

// address returns the encoded address of a web page, and its host. Else it returns the reason why there is none: a link with
// javascript: or data:, or one with a name and a password, is no web page.
func address(link string) (encoded, host, problem string) {
	// Like browsers do: https://url.spec.whatwg.org/#concept-basic-url-parser
	link = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(strings.TrimSpace(strings.ToValidUTF8(link, "\uFFFD")))
	parts := webPage.FindStringSubmatch(link)
	if parts == nil {
		return "", "", noWebPage
	}
	authority, host := asciiAuthority(parts[2])
	if authority == "" {
		return "", "", noWebPage
	}
	place, fragment, hasFragment := strings.Cut(parts[3], "#")
	page := strings.ToLower(parts[1]) + "://" + authority + percentEncoded(place)
	encoded = page
	if hasFragment {
		encoded += "#" + percentEncoded(fragment)
	}
	if len(encoded) > mostURL {
		// The page is the same without the place within it, and a marked text can be very long.
		encoded = page
	}
	if len(encoded) > mostURL {
		return "", "", tooLongAddress
	}
	return encoded, host, ""
}

// asciiAuthority returns host and port in ASCII, and the host. Both are empty if it is no host.
func asciiAuthority(given string) (authority, host string) {
	parts := hostAndPort.FindStringSubmatch(given)
	if parts == nil {
		return "", ""
	}
	host, port := parts[1], parts[2]
	if number, err := strconv.Atoi(port); port != "" && (err != nil || number > 65535) {
		return "", ""
	}
	switch {
	case strings.HasPrefix(host, "["):
		if address, err := netip.ParseAddr(strings.Trim(host, "[]")); err != nil || address.Zone() != "" {
			return "", ""
		}
	case !asciiHost.MatchString(host):
		// A name in another script goes by its ASCII form, which nobody takes for another name that looks alike.
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil || !asciiHost.MatchString(ascii) {
			return "", ""
		}
		host = ascii
	}
	if port == "" {
		return host, host
	}
	return host + ":" + port, host
}

// percentEncoded encodes all bytes of a path, a query or a fragment but letters, digits and harmless characters. What is encoded
// already stays so.
func percentEncoded(text string) string {
	var encoded strings.Builder
	for index := range len(text) {
		char := text[index]
		switch {
		case isLetterOrDigit(char), strings.IndexByte(harmless, char) >= 0, char == '%' && isEncoded(text[index:]):
			encoded.WriteByte(char)
		default:
			fmt.Fprintf(&encoded, "%%%02X", char)
		}
	}
	return encoded.String()
}

func isLetterOrDigit(char byte) bool {
	return 'a' <= char && char <= 'z' || 'A' <= char && char <= 'Z' || '0' <= char && char <= '9'
}

func isEncoded(text string) bool {
	return len(text) >= 3 && isHex(text[1]) && isHex(text[2])
}

func isHex(char byte) bool {
	return '0' <= char && char <= '9' || 'a' <= char|0x20 && char|0x20 <= 'f'
}
