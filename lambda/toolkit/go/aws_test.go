package toolkit

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A mock service of S3 and Secrets Manager. It keeps stored files, and refuses two names. The conformance suite has fuller ones.

type fakeAWS struct {
	lock    sync.Mutex
	files   map[string]string
	secret  string
	asked   int
	headers http.Header
}

var fake = &fakeAWS{files: map[string]string{}}

func (f *fakeAWS) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.asked++
	f.headers = request.Header
	body, _ := io.ReadAll(request.Body)
	switch {
	case request.Header.Get("X-Amz-Target") == "secretsmanager.GetSecretValue":
		_, _ = fmt.Fprintf(response, `{"SecretString": %q}`, f.secret)
	case strings.HasSuffix(request.URL.Path, "/forbidden"):
		refuse(response, 403, "AccessDenied")
	case strings.HasSuffix(request.URL.Path, "/\x00"):
		refuse(response, 404, "NoSuchKey</Code><Key>\x00</Key><Code>")
	case strings.HasSuffix(request.URL.Path, "/broken"):
		refuse(response, 400, "InvalidRequest")
	case request.Method == http.MethodPut:
		f.files[request.URL.Path] = string(body)
	default:
		text, isThere := f.files[request.URL.Path]
		if !isThere {
			refuse(response, 404, "NoSuchKey")
			return
		}
		_, _ = io.WriteString(response, text)
	}
}

func refuse(response http.ResponseWriter, status int, code string) {
	response.WriteHeader(status)
	_, _ = fmt.Fprintf(response, "<Error><Code>%s</Code><Message>no</Message></Error>", code)
}

func TestMain(m *testing.M) {
	// The toolkit reads AWS's settings only once in a process.
	server := httptest.NewServer(fake)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
	} {
		_ = os.Setenv(name, value)
	}
	os.Exit(m.Run())
}

func useOf(bucket, prefix string) *ToolUse {
	return &ToolUse{ID: "a/b", Bucket: bucket, Prefix: prefix, storage: &storage{}}
}

func TestAFileOfAToolUseIsStoredBelowItsRunAndReadAgain(t *testing.T) {
	use := useOf("b", "runs/run-1/")
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = file.WriteString("x,1\ny,2\n")
	link, err := use.StoreFile(t.Context(), "all.csv", file, "text/csv")
	if want := (Link{"b", "runs/run-1/a=2Fb/all.csv", 8}); err != nil || link != want {
		t.Fatalf("%+v %v", link, err)
	}
	if got := fake.headers.Get("Content-Type"); got != "text/csv" || fake.files["/b/runs/run-1/a=2Fb/all.csv"] != "x,1\ny,2\n" {
		t.Errorf("%s %v", got, fake.files)
	}
	opened, err := use.Open(t.Context(), link.Bucket, link.Key)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if text, err := io.ReadAll(opened); string(text) != "x,1\ny,2\n" || err != nil {
		t.Errorf("%s %v", text, err)
	}
}

func TestWithoutARunThereIsNowhereToStore(t *testing.T) {
	got, err := invoke(t, declaration(noFields), Tool("try", func(ctx context.Context, use *ToolUse, _ noInput) (any, error) {
		return use.Store(ctx, ".txt", nil, "text/plain")
	}), `{"id": "toolu_1", "name": "try", "input": {}}`)
	if want := "This tool use came without a run, so there is no bucket to store a file in."; err != nil || got != (result{want, true}) {
		t.Errorf("%+v %v", got, err)
	}
}

func TestAFileThatMayNotBeReadIsAnErrorThatSaysWhichMay(t *testing.T) {
	const odd = "no part of a key may be empty or lead elsewhere, as .. and %2e do."
	const allowed = " Files of this run begin with runs/run-1/; files that people put there for agents begin with inputs/"
	for key, said := range map[string]string{
		"b runs/run-2/x":          `The file "runs/run-2/x" can't be read.` + allowed,
		"b runs/run-1/../run-2/x": `The file "runs/run-1/../run-2/x" can't be read: ` + odd + allowed,
		"b inputs/./x":            `The file "inputs/./x" can't be read: ` + odd + allowed,
		"b ":                      `The file "" can't be read.` + allowed,
		"c inputs/x":              `Bucket "c" can't be read: the files of this run are in "b".` + allowed,
		"b inputs/none":           `There is no file "inputs/none" in bucket "b".` + allowed,
		"b inputs/\x00":           `The file "inputs/\x00" can't be read: ` + odd + allowed,
		"b inputs/forbidden":      `There is no file "inputs/forbidden" in bucket "b", or this tool may not read it.` + allowed,
	} {
		bucket, key, _ := strings.Cut(key, " ")
		_, err := useOf("b", "runs/run-1/").Open(t.Context(), bucket, key)
		if err == nil || class(err) != "UnreadableFileError" || err.Error() != said {
			t.Errorf("%s: %v", key, err)
		}
		if _, isRepairable := err.(Repairable); !isRepairable {
			t.Errorf("%s: the model doesn't get to know", key)
		}
	}
}

func TestWithoutARunTheRoleOfTheFunctionDecidesWhatIsRead(t *testing.T) {
	fake.files["/c/anything"] = "text"
	opened, err := useOf("", "").Open(t.Context(), "c", "anything")
	if err != nil {
		t.Fatal(err)
	}
	_ = opened.Close()
	if _, err := useOf("", "").Open(t.Context(), "c", "none"); err == nil || err.Error() != `There is no file "none" in bucket "c".` {
		t.Errorf("%v", err)
	}
}

func TestWhatS3RefusesForAnotherReasonIsRaised(t *testing.T) {
	_, err := useOf("b", "runs/run-1/").Open(t.Context(), "b", "inputs/broken")
	if err == nil || class(err) != "OperationError" {
		t.Errorf("%v", err)
	}
}

func TestASecretIsReadOnceInFiveMinutesAndNoTextHasIt(t *testing.T) {
	t.Setenv("SECRET_ARN_SERVICE", "arn:once")
	fake.secret = " hidden\n"
	use := useOf("", "")
	secret, err := use.Secret(t.Context(), "service")
	if err != nil || secret.Reveal() != "hidden" {
		t.Fatalf("%v %v", secret, err)
	}
	written, err := asJSON(map[string]any{"secret": secret, "pointer": &secret})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprint(secret), fmt.Sprintf("%+v %#v %q", secret, secret, secret), string(written)} {
		if strings.Contains(text, "hidden") || !strings.Contains(text, "(the secret service)") {
			t.Errorf("%s", text)
		}
	}
	asked := fake.asked
	if again, err := use.Secret(t.Context(), "service"); err != nil || again != secret || fake.asked != asked {
		t.Errorf("%v %v, asked %d times", again, err, fake.asked-asked)
	}
}

func TestASecretIsReadAgainAfterFiveMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		readAt := time.Now()
		time.Sleep(kept - time.Second)
		if !isFresh(readAt) {
			t.Error("read again too early")
		}
		time.Sleep(time.Second)
		if isFresh(readAt) {
			t.Error("kept too long")
		}
	})
}

func TestASecretThatIsNotThereIsSaidToTheModel(t *testing.T) {
	use := useOf("", "")
	_, err := use.Secret(t.Context(), "service")
	if want := "This tool has no secret service, so it can't do this. A person has to deploy one."; err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
	t.Setenv("SECRET_ARN_SERVICE", "arn:empty")
	fake.secret = " "
	_, err = use.Secret(t.Context(), "service")
	if want := "The secret service of this tool is empty. A person has to set it."; err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

func TestASettingIsItsVariable(t *testing.T) {
	t.Setenv("SETTING_GATEWAY", "http://127.0.0.1:4570")
	use := useOf("", "")
	if got := use.Setting("gateway"); got != "http://127.0.0.1:4570" || use.Setting("other") != "" {
		t.Errorf("%q", got)
	}
}
