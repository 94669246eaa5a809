"""The one way to an HTTP API: a request goes out, JSON or one sentence comes back."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeAlias, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from pytest_mcp_contract.reference import failures
from pytest_mcp_contract.reference.failures import Attempt, Platform
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Page, Result

TIMEOUT_SECONDS = 30.0
MOST_RETRIES = 2
LONGEST_WAIT_SECONDS = 2.0
"""A model can wait better than a tool: where the platform asks for more, the reply says so at once."""
FIRST_WAIT_SECONDS = 0.1
RETRIED_STATUSES = frozenset({429, 502, 503, 504})
USER_AGENT = "pytest-mcp-contract"

ModelT = TypeVar("ModelT", bound=BaseModel)
Query: TypeAlias = Mapping[str, str | int | Sequence[str]] | None


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """One request to a platform."""

    method: str
    path: Sequence[str]
    """Its parts, not encoded: each is encoded by itself, so no argument can reach another endpoint."""
    token: str
    subject: str
    """What it is about, in words, for the sentence about a failure: "issue #7 in octocat/hello-world"."""
    query: Query = None
    json: JSON = None
    headers: Mapping[str, str] | None = None
    is_read: bool | None = None
    """Whether it changes nothing; None: that depends on the method. Many platforms search by POST."""

    @property
    def reads(self) -> bool:
        """Whether it changes nothing and may be repeated."""
        return self.method in ("GET", "HEAD") if self.is_read is None else self.is_read


@dataclass(frozen=True, slots=True)
class JsonResponse:
    """The JSON body of a 2xx answer, and whether its Link header names a next page (RFC 8288)."""

    body: JSON
    has_next: bool


class HttpApi:
    """The HTTP API of one platform, for one server object.

    The client is made on first use, because its SSL context costs 22 ms, and is closed when the last
    `async with` ends.
    """

    def __init__(
        self,
        platform: Platform,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.platform = platform
        self._base_url = base_url.rstrip("/")
        self._headers = {"User-Agent": USER_AGENT, **(headers or {})}
        self._transport = transport
        self._sleep = sleep
        self._client: httpx.AsyncClient | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._users = 0

    async def __aenter__(self) -> Self:
        self._users += 1
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._users -= 1
        if self._users == 0 and self._client is not None:
            client, self._client = self._client, None
            if self._loop is asyncio.get_running_loop():
                await client.aclose()

    async def response(self, ask: ApiRequest) -> Result[httpx.Response]:
        """The 2xx answer, or one sentence that says what happened and the next step.

        A read that failed for a moment is repeated, at most `MOST_RETRIES` times and only where the platform
        asks for no longer wait than `LONGEST_WAIT_SECONDS`. GET follows redirects (a renamed repository); the
        token never follows to another host.
        """
        attempt = self._attempt(ask)
        request = self._request(ask, attempt)
        if isinstance(request, Err):
            return request
        for already in range(MOST_RETRIES + 1):
            again = ask.reads and already < MOST_RETRIES
            pause = FIRST_WAIT_SECONDS * 2**already
            try:
                response = await self._open_client().send(request.value, follow_redirects=ask.method == "GET")
            except httpx.TimeoutException:
                return Err(failures.timed_out(attempt, within=TIMEOUT_SECONDS))
            except httpx.RequestError:
                if not again:
                    return Err(failures.unreachable(attempt))
            else:
                if response.is_success:
                    return Ok(response)
                asked = _asked_pause(response, pause)
                if not again or asked is None:
                    return Err(failures.refused(attempt, response))
                pause = asked
            await self._sleep(pause)
        raise AssertionError("the last attempt returns")

    async def json(self, ask: ApiRequest) -> Result[JsonResponse]:
        """`response` with the body read as JSON."""
        result = await self.response(ask)
        if isinstance(result, Err):
            return result
        response = result.value
        try:
            body: JSON = response.json()
        except (ValueError, RecursionError):
            return Err(failures.not_json(self._attempt(ask), response.status_code))
        return Ok(JsonResponse(body, has_next="next" in response.links))

    async def page(self, model: type[ModelT], ask: ApiRequest) -> Result[Page[ModelT]]:
        """`json` with the body validated as `model`."""
        result = await self.json(ask)
        if isinstance(result, Err):
            return result
        try:
            return Ok(Page(model.model_validate(result.value.body), result.value.has_next))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False, include_context=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            return Err(failures.unexpected_shape(self._attempt(ask), where, first["msg"]))

    async def model(self, model: type[ModelT], ask: ApiRequest) -> Result[ModelT]:
        """`page` for an answer that has no pages."""
        result = await self.page(model, ask)
        return Ok(result.value.content) if isinstance(result, Ok) else result

    def refusal(self, ask: ApiRequest, said: str) -> Err:
        """The failure of a request that was answered by 2xx with an error in the body; `said` is its text."""
        return Err(failures.said_no(self._attempt(ask), said))

    def _attempt(self, ask: ApiRequest) -> Attempt:
        return Attempt(self.platform, ask.reads, ask.subject, ask.token)

    def _request(self, ask: ApiRequest, attempt: Attempt) -> Result[httpx.Request]:
        if not self._base_url.startswith(("https://", "http://")):
            return Err(failures.no_address(attempt))
        if not (ask.token.isascii() and ask.token.isprintable()) or " " in ask.token:
            return Err(failures.unusable_token(attempt))
        if any(part.strip(".") == "" for part in ask.path):
            return Err(failures.unsendable(attempt))
        try:
            return Ok(
                self._open_client().build_request(
                    ask.method,
                    "/".join((self._base_url, *(quote(part, safe="") for part in ask.path))),
                    params=ask.query,
                    json=ask.json,
                    headers={"Authorization": f"Bearer {ask.token}", **(ask.headers or {})},
                )
            )
        except (UnicodeError, httpx.InvalidURL):
            return Err(failures.unsendable(attempt))

    def _open_client(self) -> httpx.AsyncClient:
        """The client of the running event loop; one of an ended loop can be neither used nor closed."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._loop = loop
            self._client = httpx.AsyncClient(
                timeout=TIMEOUT_SECONDS, headers=self._headers, transport=self._transport
            )
        return self._client


def _asked_pause(response: httpx.Response, pause: float) -> float | None:
    """Seconds to wait before the same request: the platform's own where it names them; None for no retry."""
    if response.status_code not in RETRIED_STATUSES:
        return None
    after = response.headers.get("retry-after", "").strip()
    if not after:
        return pause
    asked = float(after) if after.isdecimal() and len(after) < 8 else LONGEST_WAIT_SECONDS + 1
    return asked if asked <= LONGEST_WAIT_SECONDS else None
