/** my_tool: counts the words and characters of a text. */

export interface Counts {
  /** Sequences of characters between white space. */
  words: number;
  /** Unicode code points. */
  characters: number;
}

/** Takes an input that fits `input_schema` of tools.json. Throw ToolError for an error that the model can repair. */
export function myTool({ text }: { text: string }): Counts {
  return { words: text.match(/\P{White_Space}+/gu)?.length ?? 0, characters: [...text].length };
}
