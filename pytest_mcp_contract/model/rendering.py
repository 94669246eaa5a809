"""What of a reply reaches the model, as one text: the golden's form."""

import base64
import binascii
from collections.abc import Mapping

from pytest_mcp_contract.model.call import Reply
from pytest_mcp_contract.model.json import JSON

SEPARATOR = "\n<!-- block -->\n"


def rendering(reply: Reply) -> str:
    """The text blocks in order, joined by a line `<!-- block -->`; other blocks as kind and size.

    An error reply begins with the line `<!-- error -->`.
    """
    if reply.error is not None:
        return f"<!-- error -->\n{reply.error.message}"
    body = SEPARATOR.join(_block(block) for block in reply.content)
    return f"<!-- error -->\n{body}" if reply.is_error else body


def _block(block: JSON) -> str:
    if not isinstance(block, Mapping):
        return "<!-- no block -->"
    text, kind = block.get("text"), block.get("type")
    if kind == "text" and isinstance(text, str):
        return text
    data = block.get("data")
    size = f", {_size(data)} bytes" if isinstance(data, str) else ""
    return f"<!-- {block.get('mimeType') or kind}{size} -->"


def _size(data: str) -> int:
    try:
        return len(base64.b64decode(data, validate=True))
    except binascii.Error:
        return len(data)
