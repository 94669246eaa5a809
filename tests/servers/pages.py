"""Lists its tools in pages.

Argument: `sound` (three pages), `repeated` (the second page names itself as the next), `endless`.
"""

import sys

from wire import ECHO, serve

KIND = sys.argv[1]


def page(params):
    number = int(params.get("cursor", "page-1").removeprefix("page-"))
    following = {"sound": number + 1 if number < 3 else None, "repeated": 2, "endless": number + 1}[KIND]
    tools = [{**ECHO, "name": f"tool_{number}"}]
    return {"tools": tools, **({"nextCursor": f"page-{following}"} if following else {})}


serve(page)
