"""Lists tools that no model would accept: a hint that is text, an unknown key, a text, no inputSchema.

`reads` has no defect.
"""

from wire import serve

TOOLS = [
    {"name": "soft_hint", "inputSchema": {"type": "object"}, "annotations": {"readOnlyHint": "yes"}},
    {"name": "unknown_key", "inputSchema": {"type": "object"}, "stake": "low"},
    "a text",
    {"name": "reads", "inputSchema": {"type": "object"}, "annotations": {"readOnlyHint": True}},
    {"name": "no_schema", "description": "Has no inputSchema."},
]

serve(lambda params: {"tools": TOOLS})
