package toolkit

import (
	"errors"
	"testing"
)

func TestARunsResultsNeedABucketAndAFolder(t *testing.T) {
	const both = "run.results needs both bucket and prefix, neither of them empty"
	const folder = "run.results.prefix has to be a folder that ends with /, like runs/run-1/, not "
	for results, want := range map[string]string{
		`{}`:                                     both,
		`{"bucket": "b"}`:                        both,
		`{"bucket": "b", "prefix": null}`:        both,
		`{"bucket": "", "prefix": "runs/r/"}`:    both,
		`{"bucket": "b", "prefix": ""}`:          both,
		`{"bucket": "b", "prefix": "/"}`:         folder + `"/"`,
		`{"bucket": "b", "prefix": "runs/r"}`:    folder + `"runs/r"`,
		`{"bucket": {}, "prefix": "runs/r/"}`:    "run.results.bucket of a tool use has to be text, not an object",
		`{"bucket": null, "prefix": ["runs/r"]}`: "run.results.prefix of a tool use has to be text, not a list",
	} {
		_, err := readToolUse([]byte(`{"id": "t", "name": "n", "input": {}, "run": {"results": ` + results + `}}`))
		var malformed *MalformedEventError
		if !errors.As(err, &malformed) || malformed.Message != want {
			t.Errorf("%s: %v", results, err)
		}
	}
}

func TestNullIsAsGoodAsNoRun(t *testing.T) {
	for _, run := range []string{`null`, `{}`, `{"results": null}`} {
		use, err := readToolUse([]byte(`{"id": "t", "name": "n", "input": {}, "run": ` + run + `}`))
		if err != nil || use.Bucket != "" || use.Prefix != "" {
			t.Errorf("%s: %v %v", run, use, err)
		}
	}
}
