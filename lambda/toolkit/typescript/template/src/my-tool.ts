/** my_tool: counts the words and characters of a text. */

export interface Counts {
  /** Runs of characters between white space. */
  words: number;
  /** Unicode code points. */
  characters: number;
}

/** Its input fits `input_schema` of tools.json when it comes here. Throw ToolError for what the model can repair. */
export function myTool({ text }: { text: string }): Counts {
  return { words: text.match(/\P{White_Space}+/gu)?.length ?? 0, characters: [...text].length };
}
