/**
 * Reads the settings that `tools.json` declares and the stack's configuration sets. They are plain text.
 *
 * The deployment fills in the defaults of `tools.json`, so there are no defaults here.
 */

/** Returns the text of a setting. It is empty if the setting is, or if no stack deployed the function. */
export function setting(name: string): string {
  return process.env[`SETTING_${name.toUpperCase()}`] ?? "";
}
