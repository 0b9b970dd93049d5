/**
 * The errors of tools: those that the model can repair, and those that fail the function.
 *
 * Each class sets its `name`, because Lambda reports an error's `name` and not its class.
 */

/** An error that the model can repair. It becomes a tool result with is_error. */
export class ToolError extends Error {
  override name = "ToolError";

  /** content: text, plain JSON or a `Result`, which the model reads. */
  constructor(
    readonly content: unknown,
    options?: ErrorOptions,
  ) {
    super(typeof content === "string" ? content : "a tool error", options);
  }
}

/** A tool wants to store a file, but its tool use names no bucket. Such a tool use comes from a person who tries the tool. */
export class NowhereToStoreError extends ToolError {
  override name = "NowhereToStoreError";
}

/** A file that the model names doesn't exist, or this run may not read it. */
export class UnreadableFileError extends ToolError {
  override name = "UnreadableFileError";
}

/** A tool needs a secret that this function doesn't have. The model can't repair this, but it can tell a person. */
export class NoSecretError extends ToolError {
  override name = "NoSecretError";
}

/** The event breaks the tool contract. It fails the function, because the sender is at fault and not the model. */
export class MalformedEventError extends Error {
  override name = "MalformedEventError";
}

/** `tools.json` and the functions don't fit together. It is thrown when the function starts. */
export class DeclarationError extends Error {
  override name = "DeclarationError";
}
