package toolkit

import (
	"context"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// kept is how long a secret is: so that a new value is in use soon, and not every tool use asks for it.
const kept = 5 * time.Minute

// Secret is the value of a secret. What prints or writes it shows its name alone, so that a log or an error can't hold it by accident.
type Secret struct{ name, value string }

// Reveal is the value itself, for the one place that needs it.
func (s Secret) Reveal() string { return s.value }

func (s Secret) String() string   { return "(the secret " + s.name + ")" }
func (s Secret) GoString() string { return s.String() }

// MarshalText is what JSON has of it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

type keptSecret struct {
	secret Secret
	readAt time.Time
}

var (
	secrets     = map[string]keptSecret{}
	secretsLock sync.Mutex
)

// Secret is the secret of that name in tools.json, read from Secrets Manager. Its error is a NoSecretError if the function has none.
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
