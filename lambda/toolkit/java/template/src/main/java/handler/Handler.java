package handler;

import static toolkit.Tool.tool;

import toolkit.ToolHandler;

/** The tools of tools.json. Lambda starts this class. */
public final class Handler extends ToolHandler {
    public Handler() {
        super(tool("my_tool", MyTool.Input.class, MyTool::count));
    }
}
