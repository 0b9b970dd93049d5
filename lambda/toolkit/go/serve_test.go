package toolkit

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestLambdaHearsWhyAFunctionDoesNotStart(t *testing.T) {
	heard := ""
	api := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		heard = request.Method + " " + request.URL.Path + " " + request.Header.Get("Lambda-Runtime-Function-Error-Type") + " " + string(body)
	}))
	defer api.Close()
	reportInitError(strings.TrimPrefix(api.URL, "http://"), &DeclarationError{"they differ"})
	want := `POST /2018-06-01/runtime/init/error DeclarationError {"errorMessage":"they differ","errorType":"DeclarationError"}`
	if heard != want {
		t.Errorf("%s", heard)
	}
}
