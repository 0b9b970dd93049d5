package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"agents.internal/toolkit"
)

// Perplexity's Sonar API: https://docs.perplexity.ai/api-reference/chat-completions-post

const (
	apiHost         = "api.perplexity.ai"
	apiPath         = "/chat/completions"
	usualModel      = "sonar"
	mostAnswerBytes = 2 << 20
	// The API's own default, which gives facts instead of variety.
	temperature = 0.2
	// Shorter keys aren't looked for in answers.
	shortestKey = 20
)

type perplexity struct {
	url    string
	model  string
	key    toolkit.Secret
	client *http.Client
}

// newPerplexity makes a client of the API. gateway is a URL that stands before the API's host, or empty.
func newPerplexity(gateway, model string, key toolkit.Secret) *perplexity {
	url := "https://" + apiHost + apiPath
	if gateway != "" {
		url = strings.TrimRight(gateway, "/") + "/" + apiHost + apiPath
	}
	if model == "" {
		model = usualModel
	}
	return &perplexity{url, model, key, client}
}

// client is the HTTP client for all topics of a tool use. It follows no redirect, which would take the key to another place.
var client = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type completionRequest struct {
	Model       string    `json:"model"`
	Messages    []message `json:"messages"`
	MaxTokens   int       `json:"max_tokens"`
	Temperature float64   `json:"temperature"`
}

// ask sends one request. Its error is a failure.
func (p *perplexity) ask(ctx context.Context, system, user string, words int) (answer, error) {
	body, err := json.Marshal(completionRequest{
		Model:       p.model,
		Messages:    []message{{"system", system}, {"user", user}},
		MaxTokens:   words * tokensPerWord,
		Temperature: temperature,
	})
	if err != nil {
		return answer{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, bytes.NewReader(body))
	if err != nil {
		return answer{}, unreachable(ctx, err)
	}
	request.Header.Set("Authorization", "Bearer "+p.key.Reveal())
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	response, err := p.client.Do(request)
	if err != nil {
		return answer{}, unreachable(ctx, err)
	}
	defer response.Body.Close()
	said, err := p.read(ctx, response)
	return said, sayingWhoAnswered(response.Header, err)
}

func (p *perplexity) read(ctx context.Context, response *http.Response) (answer, error) {
	read, err := io.ReadAll(io.LimitReader(response.Body, mostAnswerBytes+1))
	switch {
	case len(read) > mostAnswerBytes:
		return answer{}, tooLarge
	case err != nil:
		return answer{}, unreachable(ctx, err)
	case response.StatusCode != http.StatusOK:
		return answer{}, refused(response, read, p.key.Reveal())
	}
	said, err := readAnswer(read)
	// An answer that repeats the key comes from something between Perplexity and this function.
	said.text = withoutKey(said.text, p.key.Reveal())
	return said, err
}
