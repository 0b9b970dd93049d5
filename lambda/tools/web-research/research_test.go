package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func said(text string) answer { return answer{text: text} }

// topicIn returns the topic of a question.
func topicIn(question string) string {
	return question[strings.LastIndex(question, "Topic: ")+len("Topic: "):]
}

func TestOneFailingTopicLosesNoOther(t *testing.T) {
	ask := func(_ context.Context, _, question string, _ int) (answer, error) {
		if topicIn(question) == "lawsuits" {
			return answer{}, noText
		}
		return said("about " + topicIn(question)), nil
	}
	found := research(t.Context(), "Acme", topicsOf([]string{"history", "lawsuits", "suppliers"}), ask, usualTimes)
	if got := found["history"].Text + ", " + found["suppliers"].Text; got != "about history, about suppliers" {
		t.Errorf("texts: %q", got)
	}
	if got := found["lawsuits"]; got.Error != noText.said || got.Text != "" || got.Sources != nil {
		t.Errorf("the failed topic: %+v", got)
	}
	if got := allFailed(topicsOf([]string{"history", "lawsuits"}), found); got != "" {
		t.Errorf("not all failed, and yet: %q", got)
	}
}

func TestTopicsAreAskedForInParallelButFourAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int32
		ask := func(context.Context, string, string, int) (answer, error) {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(10 * time.Second)
			now.Add(-1)
			return said("text"), nil
		}
		topics := []string{}
		for number := range 10 {
			topics = append(topics, fmt.Sprint("topic ", number))
		}
		started := time.Now()
		found := research(t.Context(), "Acme", topicsOf(topics), ask, usualTimes)
		if len(found) != 10 || most.Load() != 4 || time.Since(started) != 30*time.Second {
			t.Errorf("%d topics, %d at once, in %s", len(found), most.Load(), time.Since(started))
		}
	})
}

func TestTopicsForWhichNoTimeIsLeftSaySoAndTheOthersStay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 25*time.Second)
		defer cancel()
		ask := func(ctx context.Context, _, _ string, _ int) (answer, error) {
			select {
			case <-time.After(20 * time.Second):
				return said("text"), nil
			case <-ctx.Done():
				return answer{}, unreachable(ctx, ctx.Err())
			}
		}
		started := time.Now()
		found := research(ctx, "Acme", topicsOf(strings.Split("a b c d e", " ")), ask, usualTimes)
		if time.Since(started) != 22*time.Second {
			t.Errorf("took %s of 25 s, of which 3 are for the result", time.Since(started))
		}
		texts, failed := 0, ""
		for _, one := range found {
			if one.Text == "text" {
				texts++
			}
			failed += one.Error
		}
		if texts != 4 || failed != "Perplexity did not answer in time." {
			t.Errorf("%d texts; failed: %q", texts, failed)
		}
	})
}

func retried(t *testing.T, failures ...error) (got answer, took time.Duration, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), usualTimes.topic)
		defer cancel()
		started, tried := time.Now(), 0
		got, err = withRetries(ctx, usualTimes, func(context.Context) (answer, error) {
			tried++
			if tried <= len(failures) {
				return answer{}, failures[tried-1]
			}
			return said(fmt.Sprint("attempt ", tried)), nil
		})
		took = time.Since(started)
	})
	return got, took, err
}

func TestARateLimitIsWaitedForAsLongAsPerplexityAsks(t *testing.T) {
	limited := &failure{said: "Limited.", again: true, retryAfter: 12 * time.Second}
	got, took, err := retried(t, limited)
	if got.text != "attempt 2" || err != nil || took != 12*time.Second {
		t.Errorf("%v, %v, after %s", got, err, took)
	}
}

func TestAWaitThatIsLongerThanTheTimeLeftIsNotBegun(t *testing.T) {
	_, took, err := retried(t, &failure{said: "Limited.", again: true, retryAfter: time.Hour})
	want := "Limited. It would have to wait 1h0m0s, which is longer than it may take. Ask again later."
	if err == nil || err.Error() != want || took != 0 {
		t.Errorf("%v, after %s", err, took)
	}
}

func TestAServiceThatFailsIsAskedThreeTimesWithGrowingPauses(t *testing.T) {
	broken := &failure{said: "Perplexity failed (503).", again: true}
	got, took, err := retried(t, broken, broken)
	if got.text != "attempt 3" || err != nil || took != 3*time.Second {
		t.Errorf("%v, %v, after %s", got, err, took)
	}
	if _, took, err = retried(t, broken, broken, broken); err != error(broken) || took != 3*time.Second {
		t.Errorf("%v, after %s", err, took)
	}
}

func TestWhatCantBeBetterTheSecondTimeIsAskedOnce(t *testing.T) {
	if _, took, err := retried(t, noText); !errors.Is(err, noText) || took != 0 {
		t.Errorf("%v, after %s", err, took)
	}
}

func TestIfAllFailEachReasonIsSaidOnceWithItsTopics(t *testing.T) {
	found := map[string]finding{"a": {Error: "No."}, "b": {Error: "Never."}, "c": {Error: "No."}}
	if got := allFailed(topicsOf([]string{"a", "b", "c"}), found); got != "a, c: No.\nb: Never." {
		t.Errorf("%q", got)
	}
}

func TestTopicsAreTakenOnceAndTheUsualOnesByTheirNames(t *testing.T) {
	topics := topicsOf([]string{"  News ", "mergers\n in 2026", "news", "Mergers in 2026"})
	if len(topics) != 2 || topics[0].name != "News" || topics[0].about != usualTopics[3].about || topics[1].about != "mergers in 2026" {
		t.Errorf("%+v", topics)
	}
	if got := len(topicsOf(nil)); got != 4 {
		t.Errorf("%d usual topics", got)
	}
}
