"""What happens to a request that fails for a moment."""

import asyncio
from collections.abc import Callable, Sequence

import httpx
import pytest

from pytest_mcp_contract.reference.failures import Attempt, refused
from pytest_mcp_contract.reference.http import ApiRequest, HttpApi, JsonResponse
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.github.utils import PLATFORM


def asked(
    answers: Sequence[Callable[[], httpx.Response]], *, method: str = "GET", is_read: bool | None = None
) -> tuple[Result[JsonResponse], list[float], int]:
    """The result of one request to an API that gives these answers in turn, the pauses, the requests made."""
    pauses: list[float] = []
    left = list(answers)

    def answer(_: httpx.Request) -> httpx.Response:
        return left.pop(0)()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    async def main() -> Result[JsonResponse]:
        api = HttpApi(PLATFORM, "https://api.example.com", transport=httpx.MockTransport(answer), sleep=sleep)
        async with api:
            return await api.json(ApiRequest(method, ("x",), "token", "a thing", is_read=is_read))

    result = asyncio.run(main())
    return result, pauses, len(answers) - len(left)


def fine() -> httpx.Response:
    """A 200."""
    return httpx.Response(200, json={})


def busy(after: str | None = None, status: int = 503) -> Callable[[], httpx.Response]:
    """A failure that may pass."""
    return lambda: httpx.Response(status, headers={"retry-after": after} if after else {})


def broken() -> httpx.Response:
    """A connection that breaks."""
    raise httpx.ConnectError("reset")


def slow() -> httpx.Response:
    """No answer in time."""
    raise httpx.ReadTimeout("slow")


@pytest.mark.parametrize("failure", [busy(), busy(status=429), busy(status=502), broken])
def test_a_read_is_repeated_and_works(failure: Callable[[], httpx.Response]) -> None:
    """Provenance: ours."""
    result, pauses, _ = asked([failure, failure, fine])

    assert isinstance(result, Ok)
    assert pauses == [0.1, 0.2]


def test_a_read_is_repeated_twice_and_no_more() -> None:
    """Provenance: ours."""
    result, _, made = asked([busy(), busy(), busy(), fine])

    assert isinstance(result, Err)
    assert made == 3


def test_a_search_by_post_is_a_read() -> None:
    """Provenance: ours."""
    result, _, made = asked([busy(), fine], method="POST", is_read=True)

    assert isinstance(result, Ok)
    assert made == 2


@pytest.mark.parametrize("failure", [busy(), busy(status=429), broken])
def test_a_write_is_never_repeated(failure: Callable[[], httpx.Response]) -> None:
    """Provenance: ours. It may have happened."""
    result, _, made = asked([failure, fine], method="POST")

    assert isinstance(result, Err)
    assert made == 1


def test_the_platform_says_how_long_to_wait() -> None:
    """Provenance: ours."""
    _, pauses, _ = asked([busy("2"), fine])

    assert pauses == [2.0]


@pytest.mark.parametrize("after", ["60", "Wed, 21 Oct 2026 07:28:00 GMT", "-1", "9" * 20])
def test_a_long_wait_is_told_and_not_waited(after: str) -> None:
    """Provenance: ours. A model can wait better than a tool that holds a connection."""
    result, pauses, made = asked([busy(after, 429), fine])

    assert isinstance(result, Err)
    assert (pauses, made) == ([], 1)


@pytest.mark.parametrize("failure", [busy(status=500), busy(status=404), slow])
def test_what_will_not_pass_is_not_repeated(failure: Callable[[], httpx.Response]) -> None:
    """Provenance: ours."""
    result, _, made = asked([failure, fine])

    assert isinstance(result, Err)
    assert made == 1


@pytest.mark.parametrize("address", ["", "example.com", "ftp://example.com"])
def test_without_an_address_nothing_is_asked(address: str) -> None:
    """Provenance: ours."""

    async def main() -> Result[JsonResponse]:
        async with HttpApi(PLATFORM, address) as api:
            return await api.json(ApiRequest("GET", ("x",), "token", "a thing"))

    result = asyncio.run(main())

    assert isinstance(result, Err)
    assert "set GITHUB_API_URL" in result.message


@pytest.mark.parametrize(
    ("thing", "said"),
    [("issue #1", "GitHub found no issue #1"), ("the issue search", "GitHub did not find the issue search")],
)
def test_what_is_not_there_is_named_in_a_sentence(thing: str, said: str) -> None:
    """Provenance: ours. Some things are named with their article."""
    request = httpx.Request("GET", "https://api.example.com/x")
    attempt = Attempt(PLATFORM, is_read=True, subject=thing, token="")

    assert refused(attempt, httpx.Response(404, request=request)).startswith(said)


def test_an_api_can_be_used_again_in_another_loop() -> None:
    """Provenance: ours. The connection of a loop that is gone cannot be closed, and is not used again."""
    api = HttpApi(PLATFORM, "https://api.example.com", transport=httpx.MockTransport(lambda _: fine()))

    async def ask() -> Result[JsonResponse]:
        return await api.json(ApiRequest("GET", ("x",), "token", "a thing"))

    async def ask_inside() -> Result[JsonResponse]:
        async with api:
            return await ask()

    async def leave() -> None:
        await api.__aexit__(None, None, None)

    async def enter_and_ask() -> Result[JsonResponse]:
        await api.__aenter__()
        return await ask()

    first = asyncio.run(enter_and_ask())
    asyncio.run(leave())
    again = asyncio.run(ask_inside())

    assert isinstance(first, Ok)
    assert isinstance(again, Ok)
