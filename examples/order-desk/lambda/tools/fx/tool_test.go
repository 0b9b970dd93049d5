package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"agents.internal/toolkit"
)

const key = "an-app-id-of-a-test"

// TestMain plays Secrets Manager, because the toolkit makes its client once.
func TestMain(m *testing.M) {
	secrets := httptest.NewServer(answer(http.StatusOK, `{"SecretString": "`+key+`"}`))
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": secrets.URL,
		"SECRET_ARN_EXCHANGE_RATES": "arn:aws:secretsmanager:us-east-1:1:secret:rates",
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// use runs exchange_rate against an API, and returns its result.
func use(t *testing.T, input string, api http.HandlerFunc) (content string, isError bool, failed error) {
	t.Helper()
	rates := httptest.NewServer(api)
	t.Cleanup(rates.Close)
	t.Setenv("SETTING_URL", rates.URL)
	handler, err := toolkit.NewHandler(toolsJSON, tools...)
	if err != nil {
		t.Fatal(err)
	}
	written, err := handler.Invoke(t.Context(), []byte(`{"id": "toolu_1", "name": "exchange_rate", "input": `+input+`}`))
	if err != nil {
		return "", false, err
	}
	var result struct {
		Content string `json:"content"`
		IsError bool   `json:"is_error"`
	}
	if err := json.Unmarshal(written, &result); err != nil {
		t.Fatal(err)
	}
	return result.Content, result.IsError, nil
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

const day = `{"disclaimer": "who says so", "base": "USD", "rates": {"EUR": 0.8, "JPY": 150, "USD": 1, "XXX": 0}}`

func TestARateIsTheQuotientOfTwoRatesToTheBase(t *testing.T) {
	asked := ""
	content, isError, err := use(t, `{"from": "EUR", "to": "JPY", "date": "2026-01-30"}`, func(w http.ResponseWriter, r *http.Request) {
		asked = r.Method + " " + r.URL.String() + " " + r.Header.Get("Authorization")
		answer(http.StatusOK, day)(w, r)
	})
	want := `{"from":"EUR","to":"JPY","date":"2026-01-30","rate":"187.500000","source":"who says so"}`
	if content != want || isError || err != nil {
		t.Errorf("%s %v", content, err)
	}
	if asked != "GET /historical/2026-01-30.json Token "+key {
		t.Errorf("%s", asked)
	}
}

func TestWhatTheModelOrAPersonCanRepairIsSaid(t *testing.T) {
	for name, each := range map[string]struct {
		input  string
		api    http.HandlerFunc
		starts string
	}{
		"a day":       {`{"from": "EUR", "to": "USD", "date": "2026-02-30"}`, answer(200, day), "date is 2026-02-30, which is no day"},
		"a currency":  {`{"from": "EUR", "to": "ABC", "date": "2026-01-30"}`, answer(200, day), "there is no exchange rate of ABC."},
		"a rate of 0": {`{"from": "XXX", "to": "EUR", "date": "2026-01-30"}`, answer(200, day), "there is no exchange rate of XXX."},
		"the future":  {`{"from": "EUR", "to": "USD", "date": "2099-01-30"}`, answer(400, `{}`), "there are no exchange rates for 2099-01-30."},
		"the key":     {`{"from": "EUR", "to": "USD", "date": "2026-01-30"}`, answer(401, `{}`), "the exchange rates refused the key (401)."},
	} {
		t.Run(name, func(t *testing.T) {
			content, isError, err := use(t, each.input, each.api)
			if !isError || !strings.HasPrefix(content, each.starts) || err != nil {
				t.Errorf("%s %v", content, err)
			}
		})
	}
}

func TestOtherFaultsFailTheFunctionSoThatItIsTriedAgain(t *testing.T) {
	for name, api := range map[string]http.HandlerFunc{
		"busy": answer(503, ""), "no JSON": answer(200, "<html>"), "elsewhere": http.RedirectHandler("http://127.0.0.1:1", http.StatusFound).ServeHTTP,
	} {
		t.Run(name, func(t *testing.T) {
			content, _, err := use(t, `{"from": "EUR", "to": "USD", "date": "2026-01-30"}`, api)
			if err == nil || strings.Contains(err.Error(), key) {
				t.Errorf("%s %v", content, err)
			}
		})
	}
}
