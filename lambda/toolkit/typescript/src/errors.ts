/**
 * What can go wrong, sorted by who can put it right.
 *
 * Each class sets its `name`: Lambda reports that of an error, and not the name of its class.
 */

/** The model can repair this: it becomes a tool result with is_error. */
export class ToolError extends Error {
  override name = "ToolError";

  /** content: what the model reads: text, plain JSON or a `Result`. */
  constructor(
    readonly content: unknown,
    options?: ErrorOptions,
  ) {
    super(typeof content === "string" ? content : "a tool error", options);
  }
}

/** A tool wants to store a file, but its tool use names no bucket (as when a person tries it by hand). */
export class NowhereToStoreError extends ToolError {
  override name = "NowhereToStoreError";
}

/** A file that the model names isn't there, or isn't one that this run may read. */
export class UnreadableFileError extends ToolError {
  override name = "UnreadableFileError";
}

/** A tool needs a secret that this function wasn't given. The model can't put that right, but it can say so. */
export class NoSecretError extends ToolError {
  override name = "NoSecretError";
}

/** The event breaks the tool contract. Whoever sent it is at fault and not the model, so it is raised. */
export class MalformedEventError extends Error {
  override name = "MalformedEventError";
}

/** `tools.json` and the functions don't fit together. Raised when the function starts. */
export class DeclarationError extends Error {
  override name = "DeclarationError";
}
