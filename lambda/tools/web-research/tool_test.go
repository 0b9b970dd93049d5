package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"agents.internal/toolkit"
)

// These tests send events to the whole tool function, with mock services of Perplexity and of Secrets Manager.

const theKey = "pplx-0123456789abcdef"

func TestMain(m *testing.M) {
	// The toolkit reads AWS's settings only once in a process.
	secrets := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		_, _ = fmt.Fprintf(response, `{"SecretString": %q}`, theKey)
	}))
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": secrets.URL, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
		"SECRET_ARN_PERPLEXITY": "arn:aws:secretsmanager:us-east-1:000000000000:secret:perplexity",
	} {
		_ = os.Setenv(name, value)
	}
	os.Exit(m.Run())
}

type toolResult struct {
	Content string `json:"content"`
	IsError bool   `json:"is_error"`
}

// use runs the tool once. answers is the mock service of Perplexity.
func use(t *testing.T, input string, answers http.HandlerFunc) toolResult {
	t.Helper()
	service := httptest.NewServer(answers)
	t.Cleanup(service.Close)
	t.Setenv("SETTING_GATEWAY", service.URL+"/")
	handler, err := toolkit.NewHandler(toolsJSON, toolkit.Tool("research_company", researchCompany))
	if err != nil {
		t.Fatal(err)
	}
	event := fmt.Sprintf(`{"id": "toolu_1", "name": "research_company", "input": %s}`, input)
	written, err := handler.Invoke(context.Background(), []byte(event))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(written), theKey) {
		t.Errorf("the key is in the result: %s", written)
	}
	var result toolResult
	if err := json.Unmarshal(written, &result); err != nil {
		t.Fatal(err)
	}
	return result
}

func ok(response http.ResponseWriter, text string) {
	_, _ = fmt.Fprintf(response, `{"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": %q}}],
		"search_results": [{"title": "Page", "url": "https://example.com/", "date": "2026-10-01"}]}`, text)
}

func refuse(status int, headers map[string]string, body string) http.HandlerFunc {
	return func(response http.ResponseWriter, _ *http.Request) {
		for name, value := range headers {
			response.Header().Set(name, value)
		}
		response.WriteHeader(status)
		_, _ = io.WriteString(response, body)
	}
}

func TestACompanyIsResearchedByTheFourUsualTopicsWithTheirSources(t *testing.T) {
	result := use(t, `{"company": "Acme"}`, func(response http.ResponseWriter, _ *http.Request) { ok(response, "Found [1].") })
	var read researchResult
	if err := json.Unmarshal([]byte(result.Content), &read); err != nil || result.IsError {
		t.Fatalf("%v: %s", err, result.Content)
	}
	names := []string{}
	for name, found := range read.Information {
		names = append(names, name)
		if fmt.Sprint(found) != "{Found [1]. [{1 Page https://example.com/ 2026-10-01}] [] }" {
			t.Errorf("%s: %v", name, found)
		}
	}
	slices.Sort(names)
	if fmt.Sprint(names) != "[finances news overview products]" || read.Company != "Acme" || !read.UntrustedWebContent {
		t.Errorf("%s", result.Content)
	}
}

func TestARequestIsTheOneThatTheApiDescribes(t *testing.T) {
	t.Setenv("SETTING_MODEL", "sonar-pro")
	use(t, `{"company": "Acme\n(US)", "topics": ["lawsuits"]}`, func(response http.ResponseWriter, request *http.Request) {
		var sent completionRequest
		decoder := json.NewDecoder(request.Body)
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&sent); err != nil {
			t.Error(err)
		}
		said := fmt.Sprint(request.Method, " ", request.URL, " ", request.Header["Authorization"], " ", request.Header["Content-Type"])
		if said != "POST /api.perplexity.ai/chat/completions [Bearer "+theKey+"] [application/json]" {
			t.Error(said)
		}
		if sent.Model != "sonar-pro" || sent.MaxTokens != 540 || len(sent.Messages) != 2 || sent.Messages[0].Role != "system" ||
			sent.Messages[1] != (message{"user", "Company: Acme (US)\nTopic: lawsuits"}) {
			t.Errorf("%+v", sent)
		}
		ok(response, "text")
	})
}

func TestTheApiItselfIsAskedWithoutAGateway(t *testing.T) {
	if got := newPerplexity("", "", toolkit.Secret{}); got.url != "https://api.perplexity.ai/chat/completions" || got.model != "sonar" {
		t.Errorf("%s %s", got.url, got.model)
	}
}

func TestEachRefusalOfTheApiIsSaidInItsOwnWords(t *testing.T) {
	const badKey = "Perplexity refused the API key (401). A person has to put a valid one into the secret perplexity."
	far := map[string]string{"Retry-After": "600"}
	for _, refusal := range []struct {
		answers http.HandlerFunc
		said    string
	}{
		{refuse(401, nil, `{"error": {"message": "Invalid API key `+theKey+`", "type": "invalid_api_key", "code": 401}}`), badKey},
		{refuse(401, nil, "<html><title>401 Authorization Required</title></html>"), badKey},
		{refuse(401, nil, `{"error": {"message": "You exceeded your quota", "type": "insufficient_quota", "code": 401}}`),
			"Perplexity's account has no credit left (401). A person has to add some."},
		{refuse(400, nil, `{"error": {"message": "Invalid\u202e model\n'x' `+theKey+`", "type": "invalid_model", "code": 400}}`),
			"Perplexity refused the request (400). Invalid model 'x' (the key)"},
		{refuse(400, nil, `{"error": {"message": "`+strings.Repeat("x", 290)+theKey+`"}}`),
			"Perplexity refused the request (400). " + strings.Repeat("x", 290) + "(the key)"},
		{refuse(429, far, ""),
			"Perplexity's rate limit is reached (429). It would have to wait 10m0s, which is longer than it may take. Ask again later."},
		{refuse(503, far, "down"),
			"Perplexity failed (503). It would have to wait 10m0s, which is longer than it may take. Ask again later."},
		{refuse(404, nil, "[]"), "Perplexity refused the request (404)."},
		{refuse(200, nil, strings.Repeat(" ", mostAnswerBytes+1)), "Perplexity's answer is larger than 2097152 bytes, so it was not read."},
		{refuse(200, nil, "{}"), "Perplexity's answer holds no text. Put the topic in other words."},
	} {
		result := use(t, `{"company": "Acme", "topics": ["a"]}`, refusal.answers)
		if want := "Nothing was found out about Acme. a: " + refusal.said; result.Content != want || !result.IsError {
			t.Errorf("%s", result.Content)
		}
	}
}

func TestAFailureOfAMockServiceSaysThatItIsOne(t *testing.T) {
	mock := map[string]string{"X-Mock-Service": "api.perplexity.ai"}
	for _, refusal := range []struct {
		answers http.HandlerFunc
		said    string
	}{
		{refuse(401, mock, "<html>no key</html>"), "Perplexity refused the API key (401)."},
		{refuse(404, mock, "[]"), "Perplexity refused the request (404)."},
		{refuse(200, mock, "{}"), "Perplexity's answer holds no text."},
		{refuse(200, mock, strings.Repeat(" ", mostAnswerBytes+1)), "Perplexity's answer is larger"},
	} {
		result := use(t, `{"company": "Acme", "topics": ["a"]}`, refusal.answers)
		want := "Nothing was found out about Acme. a: A mock service answered in Perplexity's place: " + refusal.said
		if !strings.HasPrefix(result.Content, want) || !result.IsError {
			t.Errorf("%s", result.Content)
		}
	}
}

func TestATimeLimitAtAMockServiceSaysThatItIsOne(t *testing.T) {
	service := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		response.Header().Set("X-Mock-Service", "api.perplexity.ai")
		_ = http.NewResponseController(response).Flush()
		<-request.Context().Done()
	}))
	t.Cleanup(service.Close)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := newPerplexity(service.URL, "", toolkit.Secret{}).ask(ctx, "system", "user", 10)
	if want := "A mock service answered in Perplexity's place: Perplexity did not answer in time."; err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

func TestAWordThatIsNoKeyStaysInWhatIsSaid(t *testing.T) {
	const said = `{"error": {"message": "A 418 that was asked for. (mock)"}}`
	if got := withoutKey(said, "mock-key"); got != said {
		t.Errorf("%s", got)
	}
}

func TestARedirectIsNotFollowedBecauseItWouldGetTheKey(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		t.Errorf("followed to %s", request.URL)
	}))
	t.Cleanup(elsewhere.Close)
	result := use(t, `{"company": "Acme", "topics": ["a"]}`, refuse(307, map[string]string{"Location": elsewhere.URL}, ""))
	if !strings.HasSuffix(result.Content, "Perplexity answered with a redirect (307), which is not followed.") || !result.IsError {
		t.Errorf("%s", result.Content)
	}
}

func TestATopicThatFailsStandsBesideTheOthers(t *testing.T) {
	result := use(t, `{"company": "Acme", "topics": ["good", "bad"]}`, func(response http.ResponseWriter, request *http.Request) {
		if body, _ := io.ReadAll(request.Body); strings.Contains(string(body), "Topic: bad") {
			refuse(402, nil, "")(response, request)
			return
		}
		ok(response, "Found.")
	})
	var read researchResult
	if err := json.Unmarshal([]byte(result.Content), &read); err != nil || result.IsError {
		t.Fatalf("%v: %s", err, result.Content)
	}
	if read.Information["good"].Text != "Found." || !strings.Contains(read.Information["bad"].Error, "no credit left (402)") {
		t.Errorf("%s", result.Content)
	}
}

func TestTenLongAnswersStillFitAToolResult(t *testing.T) {
	topics := []string{}
	for number := range 10 {
		topics = append(topics, fmt.Sprintf(`"%d %s"`, number, strings.Repeat("長", 190)))
	}
	input := fmt.Sprintf(`{"company": %q, "topics": [%s]}`, strings.Repeat("社", 200), strings.Join(topics, ", "))
	result := use(t, input, func(response http.ResponseWriter, _ *http.Request) {
		ok(response, strings.Repeat("\"長い\" \\ [1]\n", 2000))
	})
	var read researchResult
	if err := json.Unmarshal([]byte(result.Content), &read); err != nil || result.IsError || len(read.Information) != 10 {
		t.Fatalf("%v: %.200s", err, result.Content)
	}
	for name, found := range read.Information {
		if len(found.Text) < 300 {
			t.Errorf("%s: %q", name, found.Text)
		}
	}
}

func TestWithoutASecretTheToolSaysWhoCanHelp(t *testing.T) {
	t.Setenv("SECRET_ARN_PERPLEXITY", "")
	result := use(t, `{"company": "Acme"}`, refuse(500, nil, ""))
	if !result.IsError || result.Content != "This tool has no secret perplexity, so it can't do this. A person has to deploy one." {
		t.Errorf("%s", result.Content)
	}
}
