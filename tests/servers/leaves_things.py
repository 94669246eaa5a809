"""No defect: writes `~/x` and `./y` at its start; `look` tells where it runs, `write` writes a file."""

import json
import os
import sys
from pathlib import Path

from wire import serve, text, unknown

HOME, FOLDER = Path.home(), Path.cwd()
BEFORE = {"home": sorted(os.listdir(HOME)), "folder": sorted(os.listdir(FOLDER))}
(HOME / "x").write_text("x")
(FOLDER / "y").write_text("y")

LOOK = {"name": "look", "description": f"Look around in {FOLDER}.", "inputSchema": {"type": "object"}}
WRITE = {"name": "write", "description": "Write a file.", "inputSchema": {"type": "object"}}


def call(params):
    if params["name"] == "write":
        Path(params["arguments"]["path"]).write_text("written")
        return text(f"wrote {params['arguments']['path']}")
    if params["name"] == "hang":
        sys.stdin.read()
    if params["name"] == "die":
        sys.exit(9)
    if params["name"] != "look":
        return unknown(params["name"])
    seen = {"home": str(HOME), "folder": str(FOLDER), "env": dict(os.environ), "before": BEFORE}
    return text(json.dumps({**seen, "given": params["arguments"]}))


serve(lambda params: {"tools": [LOOK, WRITE]}, call)
