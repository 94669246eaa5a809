"""What secrets look like: the one list, for what hides them and for what finds them."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

FIXED_TOKEN = "mcp-contract-token"
"""What stands in the token's variable outside recording, so that no real token can enter."""


class _Shape(NamedTuple):
    kind: str
    likely: str
    """Enough to hide a text: too much is hidden rather than too little."""
    certain: str
    """What a real one has at least, so that its finder can be believed."""


_SHAPES = (
    _Shape(
        "a GitHub token",
        r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}",
        r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,}",
    ),
    _Shape("a GitLab token", r"glpat-[A-Za-z0-9_-]{16,}", r"glpat-[A-Za-z0-9_-]{20,}"),
    _Shape("a Slack token", r"xox[abeoprs]-[A-Za-z0-9-]{10,}", r"xox[abeoprs]-[A-Za-z0-9-]{20,}"),
    _Shape(
        "an API key of a model vendor",
        r"sk-[A-Za-z0-9_-]{20,}",
        r"sk-(?:ant|proj|svcacct|or)-[A-Za-z0-9_-]{20,}|sk-[A-Za-z0-9]{32,}",
    ),
    _Shape("a Stripe key", r"[rs]k_live_[A-Za-z0-9]{20,}", r"[rs]k_live_[A-Za-z0-9]{20,}"),
    _Shape("an AWS access key", r"A[KS]IA[A-Z0-9]{16}", r"A[KS]IA[A-Z0-9]{16}"),
    _Shape("a Google API key", r"AIza[A-Za-z0-9_-]{35}", r"AIza[A-Za-z0-9_-]{35}"),
    _Shape("an Atlassian token", r"ATATT[A-Za-z0-9_=-]{20,}", r"ATATT3[A-Za-z0-9_=-]{40,}"),
    _Shape("a Notion token", r"(?:secret|ntn)_[A-Za-z0-9]{32,}", r"(?:secret|ntn)_[A-Za-z0-9]{40,}"),
    _Shape("a HubSpot token", r"pat-(?:na|eu)\d-[A-Za-z0-9-]{20,}", r"pat-(?:na|eu)\d-[a-f0-9-]{36}"),
    _Shape(
        "a signed token (JWT)",
        r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
        r"eyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{40,}",
    ),
    _Shape(
        "a private key",
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----",
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\s|\\n)*[A-Za-z0-9+/=\s\\]{64,}",
    ),
)
SECRET_SHAPES = re.compile("|".join(shape.likely for shape in _SHAPES))
"""Told from other text by their shape alone."""
_CERTAIN = re.compile(
    r"(?<![A-Za-z0-9])(?:" + "|".join(f"({shape.certain})" for shape in _SHAPES) + r")(?![A-Za-z0-9])"
)
_CREDENTIALS = re.compile(r"(Basic|Bearer|Token)\s+([A-Za-z0-9._~+/=-]{16,})", re.IGNORECASE)
_MADE_UP = re.compile(
    r"example|x{4}|0{6}|\*{3}|1234567|abcdef|your|dummy|fake|mock|sample|placeholder|redacted|test|secret-"
    r"|mcp-contract|user:pass",
    re.IGNORECASE,
)
_JWT_IN_EVERY_TUTORIAL = "eyJzdWIiOiIxMjM0NTY3ODkw"
_TELLING = 80
"""Characters in which a made-up value shows that it is; in a long real one any word comes up by chance."""


def secrets_in(text: str) -> Iterator[tuple[str, int]]:
    """Kind and length of every real secret in a text; what is visibly made up is none."""
    for found in _CERTAIN.finditer(text):
        secret = found[0]
        kind = next(
            shape.kind for shape, group in zip(_SHAPES, found.groups(), strict=True) if group is not None
        )
        if _is_random(secret) and not _is_made_up(secret):
            yield kind, len(secret)


def credentials_in(authorization: str) -> Iterator[tuple[str, int]]:
    """Kind and length of what an authorization header carries, where it is neither made up nor a word."""
    found = _CREDENTIALS.fullmatch(authorization.strip())
    if found is None:
        return
    value = found[2]
    shown = value if found[1].lower() != "basic" else _decoded(value)
    if _is_random(value) and not _is_made_up(value) and not _is_made_up(shown):
        yield f"a credential (`{found[1]}`)", len(value)


def _is_random(text: str) -> bool:
    """Whether letters and digits are mixed as nobody writes them."""
    return len(set(text)) >= 10 and any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def _is_made_up(text: str) -> bool:
    return bool(_MADE_UP.search(text[:_TELLING])) or _JWT_IN_EVERY_TUTORIAL in text


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
