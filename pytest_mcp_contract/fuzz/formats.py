"""The formats of JSON Schema: a strategy for each, a plain example, and what is none."""

from collections.abc import Callable, Mapping
from datetime import UTC

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_LABEL = r"[a-z]([a-z0-9-]{0,10}[a-z0-9])?"
_HOST = rf"{_LABEL}(\.{_LABEL}){{0,3}}"
_PATH = r"(/[A-Za-z0-9._~%25-]{0,12}){0,4}"
_QUERY = r"(\?[a-z]{1,8}=[A-Za-z0-9%20]{0,8})?(#[a-z0-9]{1,8})?"


def _full(pattern: str) -> SearchStrategy[str]:
    return st.from_regex(pattern, fullmatch=True)


def _zoned(text: str) -> str:
    return text.removesuffix("+00:00") + "Z"


def _duration(parts: tuple[int, int, int, int]) -> str:
    days, hours, minutes, seconds = parts
    return f"P{days}DT{hours}H{minutes}M{seconds}S"


def _pointer(parts: list[str]) -> str:
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


_WHOLE_SECONDS = st.tuples(st.integers(0, 23), st.integers(0, 59), st.integers(0, 59)).map(
    lambda parts: "{:02}:{:02}:{:02}Z".format(*parts)
)

STRATEGIES: Mapping[str, Callable[[], SearchStrategy[str]]] = {
    "date": lambda: st.dates().map(lambda day: day.isoformat()),
    "time": lambda: st.times().map(lambda time: time.isoformat() + "Z") | _WHOLE_SECONDS,
    "date-time": lambda: (
        st.datetimes(timezones=st.just(UTC)).map(lambda moment: _zoned(moment.isoformat()))
        | st.tuples(st.dates(), _WHOLE_SECONDS).map(lambda parts: f"{parts[0].isoformat()}T{parts[1]}")
    ),
    "duration": lambda: st.tuples(
        st.integers(0, 400), st.integers(0, 23), st.integers(0, 59), st.integers(0, 59)
    ).map(_duration),
    "email": lambda: _full(rf"[a-z0-9]([a-z0-9+_-]{{0,10}}[a-z0-9])?@{_HOST}\.[a-z]{{2,6}}"),
    "idn-email": lambda: _full(rf"[a-zà-ö]{{1,12}}@{_HOST}\.[a-z]{{2,6}}"),
    "hostname": lambda: _full(_HOST),
    "idn-hostname": lambda: _full(rf"([a-zà-ö]{{1,12}}\.){{0,2}}{_LABEL}"),
    "ipv4": lambda: st.ip_addresses(v=4).map(str),
    "ipv6": lambda: st.ip_addresses(v=6).map(str),
    "uri": lambda: _full(rf"(https?|ftp)://{_HOST}(:[1-9][0-9]{{1,3}})?{_PATH}{_QUERY}"),
    "uri-reference": lambda: _full(rf"(https?://{_HOST})?{_PATH}{_QUERY}"),
    "iri": lambda: _full(rf"https?://{_HOST}(/[a-zà-ö]{{0,12}}){{0,4}}{_QUERY}"),
    "iri-reference": lambda: _full(rf"(https?://{_HOST})?(/[a-zà-ö]{{0,12}}){{0,4}}{_QUERY}"),
    "uri-template": lambda: _full(rf"https?://{_HOST}(/([a-z]{{1,8}}|\{{[a-z]{{1,8}}\}})){{0,4}}"),
    "uuid": lambda: st.uuids().map(str),
    "json-pointer": lambda: st.lists(st.text(max_size=8), max_size=4).map(_pointer),
    "relative-json-pointer": lambda: st.tuples(
        st.integers(0, 20), st.lists(st.text(max_size=8), max_size=4).map(_pointer)
    ).map(lambda parts: f"{parts[0]}{parts[1]}"),
    "regex": lambda: _full(
        r"(\^)?([a-z0-9]{1,5}|\[[a-f]-[m-z]\][+*?]?|\([a-z]\|[a-z]\)|\\d\{[1-9]\}){1,4}\$?"
    ),
}
"""By name."""

SURE = frozenset({"date", "uuid", "ipv4"})
"""Formats of which every value is one; of the others, values are filtered."""

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "date": ("2024-02-29", "1970-01-01", "9999-12-31"),
    "time": ("12:34:56Z", "23:59:59.999999Z", "00:00:00+14:00"),
    "date-time": ("2024-02-29T12:34:56Z", "1970-01-01T00:00:00.000001-12:00", "9999-12-31T23:59:59Z"),
    "duration": ("P1D", "PT0S", "P3Y6M4DT12H30M5S"),
    "email": ("ada@example.com", "a+b_c.d@sub.example.co"),
    "idn-email": ("ada@example.com", "ädä@example.com"),
    "hostname": ("example.com", "a"),
    "idn-hostname": ("example.com", "bücher.example"),
    "ipv4": ("192.0.2.1", "0.0.0.0", "255.255.255.255"),
    "ipv6": ("2001:db8::1", "::", "::ffff:192.0.2.1"),
    "uri": ("https://example.com/a?b=c#d", "urn:isbn:0451450523", "https://[2001:db8::1]:8080/"),
    "uri-reference": ("/a/b?c=d", "https://example.com/", "#top"),
    "iri": ("https://example.com/a", "https://example.com/bücher"),
    "iri-reference": ("/a/b", "/bücher"),
    "uri-template": ("https://example.com/{id}", "/a{?b,c}"),
    "uuid": (
        "123e4567-e89b-42d3-a456-426614174000",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF",
    ),
    "json-pointer": ("/a/0", "", "/a~1b/m~0n"),
    "relative-json-pointer": ("0", "1/a", "0#"),
    "regex": ("^[a-z]+$", "", "a{2,3}|b"),
}
"""Plain value first, then edges."""

NOT_OF_FORMAT = ("not of this format", "\\", "{", "~", "(", "a b", "::", "%", "a..b", "<>", "é", "")
"""Texts of which each format refuses at least one."""
