/** The Lambda function: every tool of tools.json, by its name there. */

import { toolHandler } from "toolkit";
import declaration from "../tools.json";
import { myTool } from "./my-tool.ts";

export const handler = toolHandler(declaration, { my_tool: myTool });
