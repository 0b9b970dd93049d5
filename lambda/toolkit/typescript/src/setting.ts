/**
 * Settings of the tool function, which `tools.json` declares and the stack's configuration sets: plain text.
 *
 * Their defaults stand in `tools.json` and are filled in at the deployment, so there are none here.
 */

/** The text of a setting; the empty text where it is empty, or where the function was not deployed by the stack. */
export function setting(name: string): string {
  return process.env[`SETTING_${name.toUpperCase()}`] ?? "";
}
