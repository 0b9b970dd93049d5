package toolkit

import "testing"

func TestHalfOfASurrogatePairIsFoundAndWholePairsAreNot(t *testing.T) {
	for given, want := range map[string]string{
		`"\ud83d"`: `\ud83d`, `"a \uDFCF b"`: `\uDFCF`, `{"\ud83d": 1}`: `\ud83d`, `"\ud83d\ud83d\udfcf"`: `\ud83d`,
		`"\ud83d\udfcf\udfcf"`: `\udfcf`, `"\\\ud83d"`: `\ud83d`, `"\ud83d\n"`: `\ud83d`,
		`"\ud83d\udfcf"`: "", `"\\ud83d"`: "", `"\\\\ud83d"`: "", `"é \u00e9 🏏"`: "", `"\u12"`: "", `"\`: "", ``: "",
	} {
		if got := halfPair([]byte(given)); got != want {
			t.Errorf("%s: %q instead of %q", given, got, want)
		}
	}
}
