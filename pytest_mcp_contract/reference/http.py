"""The one way to an HTTP API: a request goes out, JSON or one sentence comes back."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from pytest_mcp_contract.reference import failures
from pytest_mcp_contract.reference.failures import Attempt, Platform
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Page, Result

TIMEOUT_SECONDS = 30.0
USER_AGENT = "pytest-mcp-contract"

ModelT = TypeVar("ModelT", bound=BaseModel)


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
    ) -> None:
        self.platform = platform
        self._base_url = base_url.rstrip("/")
        self._headers = {"User-Agent": USER_AGENT, **(headers or {})}
        self._transport = transport
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

    async def request_json(
        self,
        method: str,
        path: Sequence[str],
        *,
        token: str,
        subject: str,
        query: Mapping[str, str | int] | None = None,
        json: JSON = None,
        headers: Mapping[str, str] | None = None,
    ) -> Result[JsonResponse]:
        """The answer to one request, or one sentence that names `subject`, what happened and the next step.

        Each part of `path` is encoded by itself, so no argument can reach another endpoint.
        Reads follow redirects (a renamed repository); the token never follows to another host.
        """
        attempt = Attempt(self.platform, method, subject, token)
        if not (token.isascii() and token.isprintable()) or " " in token:
            return Err(failures.unusable_token(attempt))
        if any(part.strip(".") == "" for part in path):
            return Err(failures.unsendable(attempt))
        client = self._open_client()
        try:
            url = "/".join((self._base_url, *(quote(part, safe="") for part in path)))
            request = client.build_request(
                method,
                url,
                params=query,
                json=json,
                headers={"Authorization": f"Bearer {token}", **(headers or {})},
            )
        except (UnicodeError, httpx.InvalidURL):
            return Err(failures.unsendable(attempt))
        try:
            response = await client.send(request, follow_redirects=method == "GET")
        except httpx.TimeoutException:
            return Err(failures.timed_out(attempt, within=TIMEOUT_SECONDS))
        except httpx.RequestError:
            return Err(failures.unreachable(attempt))
        if not response.is_success:
            return Err(failures.refused(attempt, response))
        try:
            body: JSON = response.json()
        except (ValueError, RecursionError):
            return Err(failures.not_json(attempt, response.status_code))
        return Ok(JsonResponse(body, has_next="next" in response.links))

    async def request_page(
        self,
        model: type[ModelT],
        method: str,
        path: Sequence[str],
        *,
        token: str,
        subject: str,
        query: Mapping[str, str | int] | None = None,
        json: JSON = None,
    ) -> Result[Page[ModelT]]:
        """`request_json` with the body validated as `model`."""
        result = await self.request_json(method, path, token=token, subject=subject, query=query, json=json)
        if isinstance(result, Err):
            return result
        try:
            return Ok(Page(model.model_validate(result.value.body), result.value.has_next))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False, include_context=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            attempt = Attempt(self.platform, method, subject, token)
            return Err(failures.unexpected_shape(attempt, where, first["msg"]))

    async def request_model(
        self,
        model: type[ModelT],
        method: str,
        path: Sequence[str],
        *,
        token: str,
        subject: str,
        query: Mapping[str, str | int] | None = None,
        json: JSON = None,
    ) -> Result[ModelT]:
        """`request_page` for an answer that has no pages."""
        result = await self.request_page(
            model, method, path, token=token, subject=subject, query=query, json=json
        )
        return Ok(result.value.content) if isinstance(result, Ok) else result

    def _open_client(self) -> httpx.AsyncClient:
        """The client of the running event loop; one of an ended loop can be neither used nor closed."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._loop = loop
            self._client = httpx.AsyncClient(
                timeout=TIMEOUT_SECONDS, headers=self._headers, transport=self._transport
            )
        return self._client
