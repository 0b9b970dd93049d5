package toolkit

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
)

// Serve takes events until Lambda ends the process. Call it as main of a Lambda function. If tools.json and the functions don't fit
// together, it reports the error to Lambda and ends the process.
func Serve(toolsJSON []byte, functions ...Function) {
	handler, err := NewHandler(toolsJSON, functions...)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %s\n", class(err), err)
		reportInitError(os.Getenv("AWS_LAMBDA_RUNTIME_API"), err)
		os.Exit(1)
	}
	lambda.Start(handler)
}

// reportInitError reports an error to Lambda, which Lambda's runtime client for Go can't. Otherwise the caller sees only an exit
// status.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-initerror
func reportInitError(runtimeAPI string, err error) {
	if runtimeAPI == "" {
		return
	}
	report, _ := asJSON(messages.InvokeResponse_Error{Type: class(err), Message: err.Error()})
	url := "http://" + runtimeAPI + "/2018-06-01/runtime/init/error"
	request, _ := http.NewRequest(http.MethodPost, url, bytes.NewReader(report))
	request.Header.Set("Content-Type", "application/vnd.aws.lambda.error+json")
	request.Header.Set("Lambda-Runtime-Function-Error-Type", class(err))
	client := http.Client{Timeout: 5 * time.Second}
	if response, err := client.Do(request); err == nil {
		_ = response.Body.Close()
	}
}
