package toolkit

import (
	"os"
	"strings"
)

// Setting returns the text of a setting, which tools.json declares and the stack's configuration sets. It is empty if the stack
// leaves it empty. The deployment fills in the defaults of tools.json, so there are no defaults here.
func (u *ToolUse) Setting(name string) string {
	return os.Getenv("SETTING_" + strings.ToUpper(name))
}
