"""Names that node ids and file names can carry."""

import re
from collections.abc import Iterable
from hashlib import sha256

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")


def plain_name(text: str, taken: Iterable[str] = ()) -> str:
    """`text` where it is plain; else with `-` for what is not, and four hex digits of a hash.

    `[` breaks pytest's `--lf`, `::` separates nodes, `/` and a leading dot lead elsewhere in a file system.
    """
    if _PLAIN.fullmatch(text) and text not in taken:
        return text
    spelled = re.sub(r"[^A-Za-z0-9_.]+", "-", text).strip("-.")
    return f"{spelled}-{sha256(text.encode()).hexdigest()[:4]}"
