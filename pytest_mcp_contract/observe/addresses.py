"""E-mail addresses in a text, replaced: by numbers on the disk, by labels in a request that is matched."""

import hashlib
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from pytest_mcp_contract.model import Request

_HEX = "[0-9A-Fa-f]"
_SIGN = r"@|%(?:25)*40|\\{1,15}u0040|&#(?:64|[xX]40);"
_PLUS = r"%(?:25)*2[bB]"
_OUTSIDE_ESCAPES = (
    rf"(?!(?<=%){_HEX}{{2}})(?!(?<=%25){_HEX}{{2}})(?!(?<=\\)(?:[nrtbf]|u{_HEX}{{4}}))"
    rf"(?!(?<=\\u){_HEX}{{4}})"
)
_BEHIND_ESCAPE = (
    rf"(?:(?<=%{_HEX}{{2}})(?<!%2[bB])|(?<=%25{_HEX}{{2}})(?<!%252[bB])|(?<=\\[nrtbf])|(?<=\\u{_HEX}{{4}}))"
    rf"(?!(?<=%25){_HEX}{{2}})"
)
_NOBODY = r"example\.(?:com|org|net)(?!\.?[\w-])"
_HOST = rf"(?!{_NOBODY})[\w-]+(?:\.[\w-]+)+"
_ADDRESS = re.compile(
    # A plus before a percent-encoded sign is a space; before any other sign it is a part of the name.
    rf"(?:(?<![\w.+-]){_OUTSIDE_ESCAPES}|{_BEHIND_ESCAPE})(?!git(?:{_SIGN}))"
    rf"(?P<name>(?:[\w.+-]|{_PLUS})+)(?P<sign>@|\\{{1,15}}u0040|&#(?:64|[xX]40);){_HOST}"
    rf"|(?:(?<![\w.-]){_OUTSIDE_ESCAPES}|{_BEHIND_ESCAPE})(?!git(?:{_SIGN}))"
    rf"(?P<name_in_url>(?:[\w.-]|{_PLUS})+)(?P<sign_in_url>%(?:25)*40){_HOST}"
)
_SURE_ADDRESS = re.compile(
    rf"(?P<name>[A-Za-z0-9][A-Za-z0-9.+_-]+)(?P<sign>@)(?!{_NOBODY})"
    r"[A-Za-z0-9-]{2,}(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
"""Among bytes that are no text, where a wider one would find some in every picture."""
_HAS_SIGN = re.compile(_SIGN)
_OURS = re.compile(rf"user-([0-9]+)(?=(?:{_SIGN})example\.com)")
_LABEL = re.compile(r"user-x[0-9a-f]{16}")


class Addresses:
    """Replaces addresses by `user-<n>@example.com`, one number a person, however the address is written."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._taken: set[int] = set()

    def hidden(self, text: str) -> str:
        """`text` without addresses."""
        if not _HAS_SIGN.search(text):
            return text
        self._taken.update(int(found[1][:9]) for found in _OURS.finditer(text))
        return _ADDRESS.sub(_replacing(self._name), text)

    def hidden_in_bytes(self, text: str) -> str:
        """`text`, which is bytes and no text, without what is surely an address."""
        return _SURE_ADDRESS.sub(_replacing(self._name), text)

    def _name(self, address: str) -> str:
        if address not in self._names:
            number = len(self._names) + 1
            while number in self._taken:
                number += 1
            self._taken.add(number)
            self._names[address] = f"user-{number}"
        return self._names[address]


class Labels(Addresses):
    """Replaces addresses by labels of their own, which `readings` turns into the numbers of a recording.

    Which number a recording gave depends on all that came before, arguments and answers among it. Labels do
    not reach the disk: who guesses an address could see from one whether it was that.
    """

    def _name(self, address: str) -> str:
        return f"user-x{hashlib.sha256(address.encode('utf-8', 'replace')).hexdigest()[:16]}"


def is_labelled(request: Request) -> bool:
    """Whether a request holds labels."""
    return b"user-x" in request.body or "user-x" in request.uri


def readings(
    request: Request, recorded: Request, known: dict[str, str], *, most: int = 64
) -> Iterator[tuple[Request, dict[str, str]]]:
    """The request with its labels read as numbers of a recorded one, in each way that fits the known ones.

    With each the labels that are known then.
    """
    labels = list(dict.fromkeys(_LABEL.findall(_text(request))))
    numbers = list(dict.fromkeys(found[0] for found in _OURS.finditer(_text(recorded))))

    def extended(rest: list[str], meaning: dict[str, str]) -> Iterator[dict[str, str]]:
        if not rest:
            yield meaning
            return
        first, *others = rest
        if first in meaning:
            yield from extended(others, meaning)
            return
        for number in numbers:
            if number not in meaning.values():
                yield from extended(others, {**meaning, first: number})

    for _, meaning in zip(range(most), extended(labels, known), strict=False):
        yield _read(request, meaning), meaning


def _read(request: Request, meaning: dict[str, str]) -> Request:
    uri, body = request.uri, request.body
    for label, number in meaning.items():
        uri, body = uri.replace(label, number), body.replace(label.encode(), number.encode())
    return Request(request.method, uri, request.headers, body)


def _text(request: Request) -> str:
    return f"{request.uri}\n{request.body.decode('latin-1')}"


def _replacing(name: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    """What stands for an address that was found: its sign is written as it was."""

    def replaced(found: re.Match[str]) -> str:
        parts = found.groupdict()
        local = parts["name"] or parts["name_in_url"]
        sign = parts["sign"] or parts["sign_in_url"]
        host = found[0][len(local) + len(sign) :]
        while (plain := unquote(local)) != local:
            local = plain
        return f"{name(f'{local}@{host}'.lower())}{sign}example.com"

    return replaced
