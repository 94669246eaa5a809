"""Requests, validation, and every sentence a failure can be told in."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

import httpx
import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.github import api_helper, discussions_helper
from pytest_mcp_contract.reference.servers.github.schemas import Issue
from pytest_mcp_contract.reference.servers.github.tools_pulls import add_pull_tools
from pytest_mcp_contract.reference.servers.github.utils import PLATFORM, error_text
from tests.emulators.github import create_app
from tests.emulators.loopback import serve
from tests.reference.sessions import call
from tests.reference.test_github_rendering import SMALLEST_PULL

TOKEN = "ghp_secret0123456789"
T = TypeVar("T")


def emulated() -> HttpApi:
    """The API of a new emulator, without sockets."""
    return HttpApi(PLATFORM, "https://api.github.com", transport=httpx.ASGITransport(create_app()))


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> HttpApi:
    """An API that gives this answer to everything."""
    return HttpApi(PLATFORM, "https://api.github.com", transport=httpx.MockTransport(answer))


def run(api: HttpApi, request: Callable[[], Coroutine[None, None, Result[T]]]) -> Result[T]:
    """The result of one request, with `api` closed after it."""

    async def main() -> Result[T]:
        async with api:
            return await request()

    return asyncio.run(main())


def get_issue(
    api: HttpApi, *, repo: str = "hello-world", number: int = 1, token: str = TOKEN
) -> Result[Issue]:
    """The result of reading one issue."""
    return run(api, lambda: api_helper.get_issue(token, api, "octocat", repo, number))


def create_issue(api: HttpApi, *, repo: str = "hello-world", title: str = "New") -> Result[Issue]:
    """The result of creating an issue."""
    return run(
        api,
        lambda: api_helper.create_issue(
            TOKEN, api, "octocat", repo, title=title, body="", labels=["bug"], assignees=[]
        ),
    )


def sentence(result: Result[object]) -> str:
    """The message of a failure, which keeps the rules that hold for all of them."""
    assert isinstance(result, Err)
    assert len(result.message) < 500
    assert result.message.count("\n") == 0
    assert result.message.endswith(".")
    assert TOKEN not in result.message
    assert not any(mark in result.message for mark in ("<", "Traceback", "None"))
    return result.message


def value(result: Result[T]) -> T:
    """What a request that went well returned."""
    assert isinstance(result, Ok), result
    return result.value


def test_a_created_issue_can_be_read() -> None:
    """Provenance: ours."""
    api = emulated()

    created = value(create_issue(api, title="Brand new"))
    read = value(get_issue(api, number=created.number))

    assert read.title == "Brand new"


def test_requests_carry_the_token_and_the_version_that_the_schemas_are_for() -> None:
    """Provenance: ours."""
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(404)

    transport = httpx.MockTransport(answer)
    get_issue(HttpApi(PLATFORM, "https://api.github.com", headers=api_helper.HEADERS, transport=transport))

    assert seen[0]["authorization"] == f"Bearer {TOKEN}"
    assert seen[0]["user-agent"] == "pytest-mcp-contract"
    assert seen[0]["x-github-api-version"] == "2022-11-28"


def test_a_base_url_may_have_a_path() -> None:
    """Provenance: ours. GitHub Enterprise Server has its API under /api/v3."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(404)

    api = HttpApi(PLATFORM, "https://ghe.example/api/v3/", transport=httpx.MockTransport(answer))
    get_issue(api, repo="a/../b?c#d")

    assert seen == ["https://ghe.example/api/v3/repos/octocat/a%2F..%2Fb%3Fc%23d/issues/1"]


def test_the_next_page_is_known_from_the_link_header() -> None:
    """Provenance: ours."""
    api = emulated()

    def page(number: int) -> bool:
        found = run(
            api,
            lambda: api_helper.list_issues(
                TOKEN, api, "octocat", "many", state="open", labels=[], page=number, per_page=30
            ),
        )
        return value(found).has_next

    assert [page(number) for number in (1, 2, 3, 4)] == [True, True, False, False]


def test_comments_have_pages_too() -> None:
    """Provenance: ours."""
    api = emulated()

    first = value(
        run(api, lambda: api_helper.get_issue_comments(TOKEN, api, "octocat", "many", 1, page=1, per_page=20))
    )
    second = value(
        run(api, lambda: api_helper.get_issue_comments(TOKEN, api, "octocat", "many", 1, page=2, per_page=20))
    )

    assert (len(first.content.root), first.has_next) == (20, True)
    assert (len(second.content.root), second.has_next) == (15, False)


def test_a_renamed_repository_is_followed_when_reading() -> None:
    """Provenance: ours. GitHub answers 301 for the old name."""
    assert value(get_issue(emulated(), repo="moved")).number == 1


@pytest.mark.parametrize(
    ("repo", "message"),
    [
        (
            "absent",
            "GitHub found no issue #1 in octocat/absent (HTTP 404: Not Found); check the names and numbers, "
            "and if they are right, use a token that may see it.",
        ),
        (
            "rate-limited",
            "GitHub is limiting requests (HTTP 403: API rate limit exceeded for user ID 583231); "
            "wait until 2026-03-02 10:00:00 UTC before you ask for issue #1 in octocat/rate-limited again.",
        ),
        (
            "secondary-limit",
            "GitHub is limiting requests (HTTP 403: You have exceeded a secondary rate limit); "
            "wait 60 seconds before you ask for issue #1 in octocat/secondary-limit again.",
        ),
        (
            "too-many-requests",
            "GitHub is limiting requests (HTTP 429: Too many requests); "
            "wait 8 seconds before you ask for issue #1 in octocat/too-many-requests again.",
        ),
        (
            "forbidden",
            "GitHub does not allow this token to use issue #1 in octocat/forbidden "
            "(HTTP 403: Resource not accessible by personal access token); "
            "use a token with that permission or ask the owner for access.",
        ),
        (
            "gone",
            "GitHub says that issue #1 in octocat/gone is gone or turned off "
            "(HTTP 410: Issues are disabled for this repo); do not ask for it again.",
        ),
        (
            "bad-gateway",
            "GitHub failed for issue #1 in octocat/bad-gateway (HTTP 502); "
            "the cause is on its side, so try again in a few minutes.",
        ),
        (
            "html",
            "GitHub answered HTTP 200 without readable JSON for issue #1 in octocat/html; "
            "try again in a few minutes, and check GITHUB_API_URL if it happens again.",
        ),
        (
            "wrong-shape",
            "GitHub sent an answer of an unexpected shape for issue #1 in octocat/wrong-shape "
            "(at number: Input should be a valid integer); do not rely on it, "
            "and try again in a few minutes.",
        ),
    ],
)
def test_a_failed_read_says_what_happened_and_the_next_step(repo: str, message: str) -> None:
    """Provenance: ours."""
    assert sentence(get_issue(emulated(), repo=repo)) == message


def test_a_refused_token_is_told_by_the_name_of_its_variable() -> None:
    """Provenance: ours."""
    api = answering(lambda _: httpx.Response(401, json={"message": "Bad credentials", "status": "401"}))

    assert sentence(get_issue(api)) == (
        "GitHub did not accept the access token for issue #1 in octocat/hello-world "
        "(HTTP 401: Bad credentials); set GITHUB_TOKEN to a valid token or connect GitHub again."
    )


def test_rejected_fields_are_named() -> None:
    """Provenance: ours."""
    assert sentence(create_issue(emulated(), title=" ")) == (
        "GitHub rejected what was sent for repository octocat/hello-world "
        "(HTTP 422: Validation Failed: title: missing_field); correct it and call again."
    )


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        (["title is too long", "body is spam"], "Validation Failed: title is too long, body is spam"),
        ([{"code": "custom", "message": "It exists."}], "Validation Failed: It exists"),
        (
            [{"field": "base", "message": "Not a branch", "code": "invalid"}],
            "Validation Failed: base: Not a branch",
        ),
        ([{}, None, 3], "Validation Failed"),
        ("Could not resolve", "Validation Failed"),
    ],
)
def test_validation_errors_may_be_objects_or_strings(errors: JSON, said: str) -> None:
    """Provenance: ours. Both kinds are in recorded 422 answers."""
    api = answering(lambda _: httpx.Response(422, json={"message": "Validation Failed", "errors": errors}))

    assert f"(HTTP 422: {said});" in sentence(create_issue(api))


def test_a_write_that_moved_is_not_repeated_elsewhere() -> None:
    """Provenance: ours. Following a 301 would turn the POST into a GET."""
    assert sentence(create_issue(emulated(), repo="moved")) == (
        "GitHub says that repository octocat/moved has moved (HTTP 301); ask again with its current name."
    )


def test_a_write_that_may_have_happened_is_not_repeated_blindly() -> None:
    """Provenance: ours."""
    message = sentence(create_issue(emulated(), repo="bad-gateway"))

    assert message.endswith("so check whether the change was made before you try again.")


@pytest.mark.parametrize(
    ("status", "headers", "message", "wait"),
    [
        (429, {}, "", "wait at least one minute"),
        (429, {"retry-after": "Mon, 02 Mar 2026 10:00:00 GMT"}, "", "wait until 2026-03-02 10:00:00 UTC"),
        (429, {"retry-after": "soon"}, "", "wait at least one minute"),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" * 30}, "", "wait at least one minute"),
        (403, {}, "You have exceeded a secondary rate limit", "wait at least one minute"),
    ],
)
def test_the_wait_is_what_the_headers_say(
    status: int, headers: dict[str, str], message: str, wait: str
) -> None:
    """Provenance: ours."""
    api = answering(lambda _: httpx.Response(status, headers=headers, json={"message": message}))

    assert f"; {wait} before you ask for" in sentence(get_issue(api))


def test_a_used_up_limit_is_told_from_a_missing_permission() -> None:
    """Provenance: ours. Both are 403; with requests remaining it is the permission."""
    api = answering(lambda _: httpx.Response(403, headers={"x-ratelimit-remaining": "17"}))

    assert "does not allow this token" in sentence(get_issue(api))


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            httpx.ReadTimeout(TOKEN),
            "GitHub did not answer within 30 seconds for issue #1 in octocat/hello-world; ",
        ),
        (httpx.ConnectError(TOKEN), "The connection to GitHub failed for issue #1 in octocat/hello-world; "),
        (httpx.RemoteProtocolError(TOKEN), "The connection to GitHub failed for issue #1 in octocat/"),
        (httpx.DecodingError(TOKEN), "The connection to GitHub failed for issue #1 in octocat/hello-world; "),
    ],
)
def test_a_broken_connection_is_one_sentence(error: httpx.RequestError, message: str) -> None:
    """Provenance: ours. The texts of these exceptions can hold what was sent, so none is quoted."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    assert sentence(get_issue(answering(fail))).startswith(message)


def test_a_port_that_nobody_listens_on_is_a_broken_connection() -> None:
    """Provenance: ours."""
    with serve(create_app()) as url:
        closed = url

    message = sentence(get_issue(HttpApi(PLATFORM, closed)))

    assert "check the network and GITHUB_API_URL" in message


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 100_000], ids=["empty", "cut", "binary", "deep"]
)
def test_an_unreadable_body_is_one_sentence(body: bytes) -> None:
    """Provenance: ours."""
    assert "without readable JSON" in sentence(
        get_issue(answering(lambda _: httpx.Response(200, content=body)))
    )


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b'{"number": 1}', b'{"number": "1"}'])
def test_an_unexpected_shape_is_one_sentence(body: bytes) -> None:
    """Provenance: ours."""
    assert "an unexpected shape" in sentence(
        get_issue(answering(lambda _: httpx.Response(200, content=body)))
    )


def test_what_github_says_cannot_carry_markup_the_token_or_a_flood() -> None:
    """Provenance: ours."""
    echo = f"<b>token</b> {TOKEN}\n" + "very long " * 200
    api = answering(lambda _: httpx.Response(418, json={"message": echo}))

    message = sentence(get_issue(api))

    assert "(HTTP 418: token REDACTED very long" in message


def test_arguments_cannot_make_a_sentence_long() -> None:
    """Provenance: ours."""
    long = {"message": "m" * 9_000, "errors": ["e" * 9_000]}

    sentence(get_issue(answering(lambda _: httpx.Response(401, json=long)), repo="r" * 5_000))


@pytest.mark.parametrize("repo", ["", ".", "..", "\ud800"], ids=["empty", "dot", "dots", "surrogate"])
def test_arguments_that_would_change_the_path_are_not_sent(repo: str) -> None:
    """Provenance: ours. HTTP clients resolve `..` and then ask another endpoint."""
    api = answering(lambda request: pytest.fail(f"asked {request.url}"))

    assert "was not asked, because an argument" in sentence(get_issue(api, repo=repo))


def test_text_that_is_not_unicode_is_not_sent() -> None:
    """Provenance: ours."""
    api = answering(lambda request: pytest.fail(f"asked {request.url}"))

    assert "was not asked, because an argument" in sentence(create_issue(api, title="\ud800"))


@pytest.mark.parametrize("token", ["line\nbreak", "gap here", "käse"])
def test_a_token_that_no_header_can_carry_is_not_sent(token: str) -> None:
    """Provenance: ours. The HTTP library would raise an error that quotes it."""
    api = answering(lambda request: pytest.fail(f"asked {request.url}"))

    message = sentence(get_issue(api, token=token))

    assert token not in message
    assert "set GITHUB_TOKEN again" in message


def test_one_client_serves_all_requests_of_a_server() -> None:
    """Provenance: ours."""
    api = emulated()

    async def two_requests() -> list[object]:
        async with api:
            clients: list[object] = []
            for number in (1, 2):
                await api_helper.get_issue(TOKEN, api, "octocat", "hello-world", number)
                clients.append(api._client)
            return clients

    first, second = asyncio.run(two_requests())

    assert first is second


def test_an_api_outlives_the_event_loop_it_was_first_used_in() -> None:
    """Provenance: ours. The connections of an ended loop cannot be used again."""
    api = emulated()

    async def used_client() -> object:
        value(await api_helper.get_issue(TOKEN, api, "octocat", "hello-world", 1))
        return api._client

    first, second = asyncio.run(used_client()), asyncio.run(used_client())

    assert first is not second


def test_discussions_of_a_repository_that_is_not_there_are_told_in_githubs_words() -> None:
    """Provenance: the vendor's GraphQL API, which answers 200 with errors in the body."""
    body: JSON = {"data": {"repository": None}, "errors": [{"type": "NOT_FOUND", "message": "No such name."}]}
    api = answering(lambda _: httpx.Response(200, json=body))

    result = run(
        api,
        lambda: discussions_helper.list_discussions(TOKEN, api, "octocat", "gone", first=10, after=None),
    )

    assert "repository octocat/gone (No such name);" in sentence(result)


def test_a_discussion_of_a_server_that_fails_is_a_failure() -> None:
    """Provenance: ours."""
    api = answering(lambda _: httpx.Response(403, json={"message": "Resource not accessible."}))

    result = run(
        api,
        lambda: discussions_helper.get_discussion(
            TOKEN, api, "octocat", "hello-world", 7, page=discussions_helper.FIRST_PAGE
        ),
    )

    assert "discussion #7 in octocat/hello-world (HTTP 403: Resource not accessible)" in sentence(result)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (["no object"], ""),
        ({"message": 5, "errors": "many"}, ""),
        ({"message": "Failed", "errors": ["a", 5, {"field": "title", "code": "missing"}, {}]},
         "Failed: a, title: missing"),
    ],
)  # fmt: skip
def test_what_github_says_of_an_error_is_put_together(body: JSON, told: str) -> None:
    """Provenance: the vendor's troubleshooting of the REST API. What is no text is left out."""
    assert error_text(body) == told


def test_a_pull_request_whose_diff_cannot_be_read_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Without the diff that was asked for it would look as if nothing had changed."""
    pull: JSON = {**SMALLEST_PULL, "body": "Text"}

    def answer(request: httpx.Request) -> httpx.Response:
        if "diff" in request.headers["accept"]:
            return httpx.Response(406, json={"message": "The diff exceeded the maximum number of lines."})
        return httpx.Response(200, json=pull)

    monkeypatch.setenv(PLATFORM.token_env, TOKEN)
    server = MCPServer(name="github")
    add_pull_tools(server, answering(answer))
    seventh: dict[str, JSON] = {"owner": "octocat", "repo": "hello-world", "number": 7}

    (whole, is_error), (told, is_refused) = call(
        server, ("get_pull_request", seventh), ("get_pull_request", {**seventh, "include_diff": True})
    )

    assert not is_error
    assert whole.startswith("# Pull request #7 in octocat/hello-world (open): Crash\n")
    assert is_refused
    assert "The diff exceeded the maximum number of lines" in told
    assert "# Pull request" not in told
