"""Why an API request failed, in one sentence that a model can act on.

Pure functions. Every sentence says what happened and the next step, stays under 500 characters, and is free
of markup, of tracebacks and of the access token.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from pytest_mcp_contract.reference.json_value import JSON

_DETAIL_LIMIT = 200
_SUBJECT_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Platform:
    """What the sentences need to know about one platform."""

    name: str
    token_env: str
    base_url_env: str
    error_text: Callable[[JSON], str]
    """The platform's own words in an error body, with the fields it complains about; "" where it has none."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request, as far as a sentence about its failure may tell."""

    platform: Platform
    is_read: bool
    """Whether it changes nothing, whatever its method: many platforms search by POST."""
    subject: str
    """What the request is about, in words: "issue #7 in octocat/hello-world"."""
    token: str

    def words(self, text: str, limit: int) -> str:
        """`text` on one line, without markup and token, at most `limit` characters."""
        hidden = text.replace(self.token, "REDACTED") if self.token else text
        plain = " ".join(re.sub(r"<[^<>]*>|[\x00-\x1f\x7f-\x9f]", " ", hidden).split())
        return plain if len(plain) <= limit else plain[: limit - 1] + "…"

    @property
    def thing(self) -> str:
        """The subject, fit for a sentence."""
        return self.words(self.subject, _SUBJECT_LIMIT)

    @property
    def retry(self) -> str:
        """How to go on after a failure that may pass; a write may have happened all the same."""
        if self.is_read:
            return "try again in a few minutes"
        return "check whether the change was made before you try again"


def not_connected(platform: Platform) -> str:
    """There is no access token."""
    return (
        f"{platform.name} is not connected: there is no access token; set {platform.token_env} to a "
        f"{platform.name} token, or connect {platform.name} for this user, and call again."
    )


def no_address(attempt: Attempt) -> str:
    """The base URL is absent, or none that HTTP can use."""
    platform = attempt.platform
    return (
        f"{platform.name} was not asked for {attempt.thing}, because its address is not known; "
        f"set {platform.base_url_env} to the account's https:// address, or connect {platform.name} again."
    )


def timed_out(attempt: Attempt, *, within: float) -> str:
    """No answer in time."""
    name = attempt.platform.name
    return f"{name} did not answer within {within:g} seconds for {attempt.thing}; {attempt.retry}."


def unreachable(attempt: Attempt) -> str:
    """No connection, or one that broke."""
    platform = attempt.platform
    return (
        f"The connection to {platform.name} failed for {attempt.thing}; check the network and "
        f"{platform.base_url_env}, then {attempt.retry}."
    )


def unsendable(attempt: Attempt) -> str:
    """The arguments cannot be put into an HTTP request."""
    return (
        f"{attempt.platform.name} was not asked, because an argument for {attempt.thing} cannot be sent; "
        "use plain names without empty parts, '.' or '..', and valid Unicode text."
    )


def unusable_token(attempt: Attempt) -> str:
    """The token has characters that no HTTP header can carry."""
    platform = attempt.platform
    return (
        f"{platform.name} was not asked, because the access token has characters that no token has; "
        f"set {platform.token_env} again, without line breaks, or connect {platform.name} again."
    )


def not_json(attempt: Attempt, status: int) -> str:
    """Success was claimed, but the body cannot be read."""
    return (
        f"{attempt.platform.name} answered HTTP {status} without readable JSON for {attempt.thing}; "
        f"{attempt.retry}, and check {attempt.platform.base_url_env} if it happens again."
    )


def unexpected_shape(attempt: Attempt, where: str, why: str) -> str:
    """The body is JSON, but not what the platform documents."""
    field = attempt.words(where, 80) or "the whole body"
    return (
        f"{attempt.platform.name} sent an answer of an unexpected shape for {attempt.thing} "
        f"(at {field}: {attempt.words(why, 120)}); do not rely on it, and {attempt.retry}."
    )


def said_no(attempt: Attempt, said: str) -> str:
    """The status claims success, and the body says in the platform's own words that it was none."""
    because = f" ({attempt.words(said, _DETAIL_LIMIT).rstrip('.')})" if said else ""
    return (
        f"{attempt.platform.name} did not do what was asked for {attempt.thing}{because}; "
        "correct what was sent, check the names, and call again."
    )


def refused(attempt: Attempt, response: httpx.Response) -> str:
    """An answer that is neither a success nor a redirect that was followed."""
    name, thing, status = attempt.platform.name, attempt.thing, response.status_code
    said = _vendor_words(attempt, response)
    because = f" (HTTP {status}: {said})" if said else f" (HTTP {status})"
    if _is_rate_limit(response, said):
        return f"{name} is limiting requests{because}; {_wait(response)} before you ask for {thing} again."
    match status:
        case 401:
            return (
                f"{name} did not accept the access token for {thing}{because}; "
                f"set {attempt.platform.token_env} to a valid token or connect {name} again."
            )
        case 403:
            return (
                f"{name} does not allow this token to use {thing}{because}; use a token with that permission "
                "or ask the owner for access."
            )
        case 404:
            found = f"did not find {thing}" if thing.startswith("the ") else f"found no {thing}"
            return (
                f"{name} {found}{because}; check the names and numbers, and if they are right, "
                "use a token that may see it."
            )
        case 410:
            return f"{name} says that {thing} is gone or turned off{because}; do not ask for it again."
        case _ if 300 <= status < 400:
            return f"{name} says that {thing} has moved{because}; ask again with its current name."
        case _ if 400 <= status < 500:
            return f"{name} rejected what was sent for {thing}{because}; correct it and call again."
        case _:
            return f"{name} failed for {thing}{because}; the cause is on its side, so {attempt.retry}."


def _vendor_words(attempt: Attempt, response: httpx.Response) -> str:
    """The platform's own explanation, or "" where the body has none (an HTML page is none)."""
    try:
        body: JSON = response.json()
    except (ValueError, RecursionError):
        return ""
    return attempt.words(attempt.platform.error_text(body), _DETAIL_LIMIT).rstrip(".")


def _is_rate_limit(response: httpx.Response, said: str) -> bool:
    """GitHub, for one, reports a used-up limit as 403 just like a missing permission."""
    if response.status_code == 429:
        return True
    return response.status_code == 403 and (
        response.headers.get("x-ratelimit-remaining") == "0"
        or "retry-after" in response.headers
        or "rate limit" in said.lower()
    )


def _wait(response: httpx.Response) -> str:
    """How long to wait, as far as the headers say."""
    after = response.headers.get("retry-after", "").strip()
    if after.isdecimal() and len(after) < 8:
        return f"wait {int(after)} seconds"
    until = _http_date(after) or _epoch(response.headers.get("x-ratelimit-reset", ""))
    return f"wait until {until:%Y-%m-%d %H:%M:%S} UTC" if until else "wait at least one minute"


def _http_date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None


def _epoch(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        return None
