package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// atOnce is the number of topics that are researched at a time, because Perplexity limits the requests of a minute.
const atOnce = 4

// times are the time limits of a research. The function's own limit is 120 seconds, see tools.json.
type times struct {
	whole   time.Duration
	topic   time.Duration // with all its attempts
	attempt time.Duration
	pause   time.Duration // before a second attempt, if Perplexity names no time; doubled for each further one
}

var usualTimes = times{whole: 100 * time.Second, topic: 60 * time.Second, attempt: 30 * time.Second, pause: time.Second}

// left is the time before the function's deadline that is kept for making the result.
const left = 3 * time.Second

// finding is the result of a topic: a text, its sources, and the sources that it cites without their being listed; or an error.
type finding struct {
	Text    string    `json:"text,omitempty"`
	Sources []source  `json:"sources,omitzero"`
	Missing []missing `json:"missing_sources,omitempty"`
	Error   string    `json:"error,omitempty"`
}

// asking sends one question to the service.
type asking func(ctx context.Context, system, user string, words int) (answer, error)

// research asks for all topics, some at a time. It returns a finding for each topic, by its name. An error of one topic doesn't end
// the others.
func research(ctx context.Context, company string, topics []topic, ask asking, limits times) map[string]finding {
	ctx, cancel := context.WithTimeout(ctx, limits.whole)
	defer cancel()
	if deadline, has := ctx.Deadline(); has {
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-left))
		defer cancel()
	}
	findings := make([]finding, len(topics))
	space := mostResultSize
	for _, topic := range topics {
		space -= size(topic.name)
	}
	places := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for index, topic := range topics {
		all.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			findings[index] = researchTopic(ctx, question(company, topic), wordsFor(len(topics)), space/len(topics), ask, limits)
		})
	}
	all.Wait()
	found := map[string]finding{}
	for index, topic := range topics {
		found[topic.name] = findings[index]
	}
	return found
}

func researchTopic(ctx context.Context, question string, words, bytes int, ask asking, limits times) finding {
	ctx, cancel := context.WithTimeout(ctx, limits.topic)
	defer cancel()
	said, err := withRetries(ctx, limits, func(ctx context.Context) (answer, error) {
		return ask(ctx, instructions(words), question, words)
	})
	if err != nil {
		return finding{Error: err.Error()}
	}
	return said.shortened(bytes)
}

// allFailed returns an error text if no topic has a text. It is empty if any has one.
func allFailed(topics []topic, found map[string]finding) string {
	names := map[string][]string{}
	errors := []string{}
	for _, topic := range topics {
		failed := found[topic.name].Error
		if failed == "" {
			return ""
		}
		if !slices.Contains(errors, failed) {
			errors = append(errors, failed)
		}
		names[failed] = append(names[failed], topic.name)
	}
	for index, failed := range errors {
		errors[index] = fmt.Sprintf("%s: %s", strings.Join(names[failed], ", "), failed)
	}
	return strings.Join(errors, "\n")
}
