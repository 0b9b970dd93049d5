package main

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func TestRetryAfterIsReadInSecondsAndAsADate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		soon := time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)
		past := time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)
		for given, want := range map[string]time.Duration{
			"": 0, "7": 7 * time.Second, "0.5": 500 * time.Millisecond, "-1": 0, "NaN": 0, "1e99": 0, "soon": 0, soon: 90 * time.Second, past: 0,
		} {
			if got := retryAfter(http.Header{"Retry-After": {given}}); got != want {
				t.Errorf("%q: %s", given, got)
			}
		}
	})
}

func TestAServiceThatIsNotThereIsAskedAgainAndOneThatIsSlowIsNot(t *testing.T) {
	if got := unreachable(t.Context(), errors.New("connection refused")); !got.again ||
		got.said != "Perplexity could not be reached: connection refused." {
		t.Errorf("%+v", got)
	}
	if got := unreachable(t.Context(), context.DeadlineExceeded); got.again || got.said != "Perplexity did not answer in time." {
		t.Errorf("%+v", got)
	}
}
