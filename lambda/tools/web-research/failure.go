package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// failure is the reason why a topic has no text, in words for the model. It never holds a key.
type failure struct {
	said string
	// again is true if another attempt may help.
	again bool
	// retryAfter is the time that Perplexity asks to wait. 0 if it names none.
	retryAfter time.Duration
}

func (f *failure) Error() string { return f.said }

// mockServiceHeader is in every response of the laptop's mock services. Their texts say so themselves.
const mockServiceHeader = "X-Mock-Service"

// sayingWhoAnswered returns an error that says if a mock service gave it, so that nobody takes it for Perplexity's.
func sayingWhoAnswered(headers http.Header, err error) error {
	var failed *failure
	if headers.Get(mockServiceHeader) == "" || !errors.As(err, &failed) {
		return err
	}
	marked := *failed
	marked.said = "A mock service answered in Perplexity's place: " + failed.said
	return &marked
}

var (
	noTime   = &failure{said: "There was no time left for this topic. Ask for fewer topics at once."}
	tooLarge = &failure{said: fmt.Sprintf("Perplexity's answer is larger than %d bytes, so it was not read.", mostAnswerBytes)}
	noText   = &failure{said: "Perplexity's answer holds no text. Put the topic in other words."}
	noJSON   = &failure{said: "Perplexity's answer is not the JSON that its API describes.", again: true}
)

// tooLong returns the failure with the wait that is too long for another attempt.
func (f *failure) tooLong(wait time.Duration) *failure {
	return &failure{said: fmt.Sprintf("%s It would have to wait %s, which is longer than it may take. Ask again later.",
		f.said, wait.Round(time.Millisecond))}
}

// refused returns the failure for an answer whose status isn't 200. It doesn't hold the key.
func refused(response *http.Response, body []byte, key string) *failure {
	kind, message := apiError(body, key)
	status := response.StatusCode
	switch {
	case kind == "insufficient_quota" || status == http.StatusPaymentRequired:
		return &failure{said: fmt.Sprintf("Perplexity's account has no credit left (%d). A person has to add some.", status)}
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return &failure{said: fmt.Sprintf(
			"Perplexity refused the API key (%d). A person has to put a valid one into the secret perplexity.", status)}
	case status == http.StatusTooManyRequests:
		return &failure{said: "Perplexity's rate limit is reached (429).", again: true, retryAfter: retryAfter(response.Header)}
	case status >= 500:
		return &failure{said: fmt.Sprintf("Perplexity failed (%d).", status), again: true, retryAfter: retryAfter(response.Header)}
	case status >= 300 && status < 400:
		return &failure{said: fmt.Sprintf("Perplexity answered with a redirect (%d), which is not followed.", status)}
	}
	return &failure{said: strings.TrimSpace(fmt.Sprintf("Perplexity refused the request (%d). %s", status, message))}
}

// apiError reads {"error": {"message", "type", "code"}}. Both are empty for a page of a proxy before the API.
func apiError(body []byte, key string) (kind, message string) {
	var read struct {
		Error struct {
			Message string `json:"message"`
			Type    string `json:"type"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &read) != nil {
		return "", ""
	}
	return read.Error.Type, start(oneLine(withoutKey(read.Error.Message, key)), mostMessage)
}

const mostMessage = 300

// retryAfter reads the header Retry-After, which has seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
func retryAfter(headers http.Header) time.Duration {
	given := headers.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(given, 64); err == nil && seconds >= 0 && seconds < 1e6 {
		return time.Duration(seconds * float64(time.Second))
	}
	if date, err := http.ParseTime(given); err == nil {
		return max(0, time.Until(date))
	}
	return 0
}

// unreachable returns the failure for a request without an answer.
func unreachable(ctx context.Context, err error) *failure {
	var timeout net.Error
	if ctx.Err() != nil || errors.As(err, &timeout) && timeout.Timeout() {
		return &failure{said: "Perplexity did not answer in time."}
	}
	var inURL *url.Error
	if errors.As(err, &inURL) {
		// Leave out the URL, which says nothing new.
		err = inURL.Err
	}
	return &failure{said: fmt.Sprintf("Perplexity could not be reached: %s.", start(oneLine(err.Error()), mostMessage)), again: true}
}
