package toolkit

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
)

// The keys of files in S3. docs/reference/contracts.md, Keys, has the rules. They are the same in every language.

const (
	// inputs is the folder of the bucket into which people put files for agents.
	inputs = "inputs/"

	mostPartBytes = 128
	endBytes      = 30
)

var (
	// ownKey is the rest of a key below a run's folder that tools write.
	ownKey = regexp.MustCompile(`^[A-Za-z0-9_=-][A-Za-z0-9_.=-]*(/[A-Za-z0-9_=-][A-Za-z0-9_.=-]*)*$`)

	// straying finds parts that are empty or nothing but dots in Unicode's form NFKC, control characters, the backslash, characters
	// whose form NFKC has a slash, a backslash or a percent sign, and their escapes.
	straying = regexp.MustCompile(`(?i)(^|/)[.\x{2024}\x{2025}\x{2026}\x{fe19}\x{fe30}\x{fe52}\x{ff0e}]*(/|$)|\p{Cc}|[\\\x{2100}\x{2101}\x{2105}\x{2106}\x{fe68}\x{fe6a}\x{ff05}\x{ff0f}\x{ff3c}]|%(00|25|2e|2f|5c)`)
)

// part returns the part of a key for an id or a name. Two texts never have one part. It is never empty, "." or "..".
func part(text string) string {
	if text == "" {
		return "="
	}
	var made strings.Builder
	for at := range len(text) {
		letter := text[at]
		kept := 'a' <= letter && letter <= 'z' || 'A' <= letter && letter <= 'Z' || '0' <= letter && letter <= '9'
		if kept || letter == '_' || letter == '-' || letter == '.' && at > 0 {
			made.WriteByte(letter)
		} else {
			fmt.Fprintf(&made, "=%02X", letter)
		}
	}
	escaped := made.String()
	if len(escaped) <= mostPartBytes {
		return escaped
	}
	return fmt.Sprintf("%s==%x==%s", escaped[:endBytes], sha256.Sum256([]byte(text)), escaped[len(escaped)-endBytes:])
}

// beginsWell tells whether a file is one of the run, whose keys begin with the prefix, or one that people put there for agents.
func beginsWell(prefix, key string) bool {
	return strings.HasPrefix(key, prefix) || strings.HasPrefix(key, inputs)
}

// strays tells whether a key that begins well may lead elsewhere. A client or a server might follow dots and undo escapes.
func strays(prefix, key string) bool {
	if rest, own := strings.CutPrefix(key, prefix); own {
		return !ownKey.MatchString(rest)
	}
	return straying.MatchString(strings.TrimPrefix(key, inputs))
}
