package toolkit

import (
	"context"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// kept is the time for which a secret is kept, so that not every tool use asks for it, and a new value is soon in use.
const kept = 5 * time.Minute

// Secret is the value of a secret. Printed or written, it shows only its name, so that no log and no error holds the value by
// accident.
type Secret struct{ name, value string }

// Reveal returns the value, for the one place that needs it.
func (s Secret) Reveal() string { return s.value }

func (s Secret) String() string   { return "(the secret " + s.name + ")" }
func (s Secret) GoString() string { return s.String() }

// MarshalText returns the text that JSON shows.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

type keptSecret struct {
	secret Secret
	readAt time.Time
}

var (
	secrets     = map[string]keptSecret{}
	secretsLock sync.Mutex
)

// Secret returns the secret of that name in tools.json, read from Secrets Manager. Its error is a NoSecretError if the function has
// none.
func (u *ToolUse) Secret(ctx context.Context, name string) (Secret, error) {
	arn := os.Getenv("SECRET_ARN_" + strings.ToUpper(name))
	if arn == "" {
		return Secret{}, &NoSecretError{
			text("This tool has no secret %s, so it can't do this. A person has to deploy one.", name),
		}
	}
	secretsLock.Lock()
	defer secretsLock.Unlock()
	if found, isKept := secrets[arn]; isKept && isFresh(found.readAt) {
		return found.secret, nil
	}
	settings, err := awsConfig()
	if err != nil {
		return Secret{}, err
	}
	found, err := secretsmanager.NewFromConfig(settings).GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &arn})
	if err != nil {
		return Secret{}, err
	}
	secret := Secret{name: name}
	if found.SecretString != nil {
		secret.value = strings.TrimSpace(*found.SecretString)
	}
	if secret.value == "" {
		return Secret{}, &NoSecretError{text("The secret %s of this tool is empty. A person has to set it.", name)}
	}
	secrets[arn] = keptSecret{secret, time.Now()}
	return secret, nil
}

func isFresh(readAt time.Time) bool { return time.Since(readAt) < kept }
