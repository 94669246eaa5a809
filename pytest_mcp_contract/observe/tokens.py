"""How much of a model's context a text takes."""

import warnings
from functools import cache
from typing import Protocol

ENCODING = "o200k_base"
_PIECE = 100_000
"""Characters encoded at once: of a longer text the encoder makes an error. A cut adds one token at most."""


class _Encoding(Protocol):
    def encode_ordinary(self, text: str) -> list[int]: ...


def token_count(text: str) -> int:
    """Tokens of `text` in `o200k_base`; what looks like a special token is counted as the text it is."""
    encode = _encoding().encode_ordinary
    return sum(len(encode(text[start : start + _PIECE])) for start in range(0, len(text), _PIECE))


@cache
def _encoding() -> _Encoding:
    with warnings.catch_warnings():
        # bpe-openai reads its data by a deprecated function of importlib.resources.
        warnings.simplefilter("ignore", DeprecationWarning)
        import bpe_openai  # 0.4 s, and only where tokens are counted

        encoding: _Encoding = bpe_openai.get_encoding(ENCODING)
    return encoding
