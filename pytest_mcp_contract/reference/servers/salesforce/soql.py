"""What can be told of a query, and of a continuation, before Salesforce is asked."""

import re

CURSOR_PATTERN = r"^[A-Za-z0-9]{2,60}(-[0-9]{1,9})?$"
"""The last part of a continuation's path: it can hold neither a slash nor a dot."""

_TEXT = re.compile(r"'(?:\\.|[^'\\])*'?", re.DOTALL)
_EFFECT = re.compile(r"\bFOR\s+(?:VIEW|REFERENCE|UPDATE)\b|\bUPDATE\s+(?:TRACKING|VIEWSTAT)\b", re.IGNORECASE)
_NEXT = re.compile(r"/services/data/v[0-9.]+/query/([^/]+)")


def effect_of(query: str) -> str:
    """The clause by which a SELECT changes something (views, locks, statistics), else "".

    Source: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl
    """
    found = _EFFECT.search(_TEXT.sub("''", query))
    return " ".join(found[0].upper().split()) if found else ""


def cursor_of(next_records_url: str | None) -> str:
    """The cursor in the path of the next page; "" where there is none that may be asked for."""
    found = _NEXT.fullmatch(next_records_url or "")
    return found[1] if found and re.fullmatch(CURSOR_PATTERN, found[1]) else ""
