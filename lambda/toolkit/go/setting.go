package toolkit

import (
	"os"
	"strings"
)

// Setting is the text of a setting, which tools.json declares and the stack's configuration sets. Defaults stand in tools.json and
// are filled in at the deployment, so there are none here: it is empty where the stack leaves it empty.
func (u *ToolUse) Setting(name string) string {
	return os.Getenv("SETTING_" + strings.ToUpper(name))
}
