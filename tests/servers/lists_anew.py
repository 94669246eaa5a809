"""Answers tools/list in another way from the second request on.

Argument: `sound`, `came`, `went`, `changed`, `reordered`, `keys` (only the order of keys), `twice` (two
tools of one name change places), `error`, `no_list`, `exits`, `silent`, `pages` (the second page differs).
"""

import sys

from wire import ECHO, RpcError, serve

KIND = sys.argv[1]
OTHER = {**ECHO, "name": "other"}
asked = 0


def answer(params):
    global asked
    first_page = "cursor" not in params
    asked += first_page
    if KIND == "pages":
        if first_page:
            return {"tools": [ECHO], "nextCursor": "two"}
        return {"tools": [{**OTHER, "title": f"Asked {asked} times"}]}
    if KIND == "twice":
        tools = [ECHO, {**ECHO, "title": "Echo"}]
        return {"tools": tools if asked == 1 else tools[::-1]}
    if asked == 1 or KIND == "sound":
        return {"tools": [ECHO, OTHER]}
    if KIND == "error":
        raise RpcError(-32603, "the file is gone")
    if KIND == "no_list":
        return {"tools": None}
    if KIND == "exits":
        sys.exit(3)
    if KIND == "silent":
        sys.stdin.read()
    schema = {"properties": {"text": {"type": "integer"}}, "type": "object"}
    return {
        "tools": {
            "came": [ECHO, OTHER, {**ECHO, "name": "third"}],
            "went": [ECHO],
            "changed": [{**ECHO, "inputSchema": schema}, OTHER],
            "reordered": [OTHER, ECHO],
            "keys": [dict(reversed(ECHO.items())), OTHER],
        }[KIND]
    }


serve(answer)
