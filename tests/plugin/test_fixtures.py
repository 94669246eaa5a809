"""The fixtures for tests of a user's own, as the how-to shows them."""

import re
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import RunPytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-tests.md"


def documented() -> tuple[str, str]:
    """The two tests of the how-to."""
    one, other = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return one, other


@pytest.fixture
def run(pytester: pytest.Pytester, run_pytest: RunPytest) -> RunPytest:
    """pytest over the test files there, with the embedded registry."""
    pytester.makeini("[pytest]\nmcp_registry = reference\n")
    return partial(run_pytest, pytester)


def test_the_documented_tests_pass_and_can_fail(pytester: pytest.Pytester, run: RunPytest) -> None:
    """Provenance: ours. Sync, asyncio and trio in one run; a wrong expectation beside them."""
    sync, asynchronous = documented()
    pytester.makepyfile(
        test_sync=sync,
        test_async="import pytest\n\n\n@pytest.mark.anyio\n" + asynchronous,
        test_wrong=sync.replace("Crash when saving", "Saved at last"),
    )

    result = run()

    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["*AssertionError: assert 'Saved at last' in*"])


def test_what_cannot_be_asked_is_told_in_one_sentence(pytester: pytest.Pytester, run: RunPytest) -> None:
    """Provenance: ours. Each names the place and the way out."""
    pytester.makepyfile(
        """
        import pytest


        def test_no_api(mcp_session, mcp_cassette):
            cassette = mcp_cassette("github/get_issue/normal")
            with pytest.raises(AssertionError, match="get_issue asked for GET https://.*: no cassette"):
                mcp_session("github").call("get_issue", cassette.header.arguments)


        def test_another_request(mcp_session, mcp_cassette):
            cassette = mcp_cassette("github/get_issue/normal")
            with pytest.raises(AssertionError, match="cassette `normal`: not recorded [(]nearest: GET"):
                mcp_session("github").play(cassette, {**cassette.header.arguments, "number": 4711})


        def test_no_server(mcp_session, mcp_registry):
            assert "github" in mcp_registry.servers
            with pytest.raises(Exception, match="there is no server `gitlab`\\\\n  fix: one of github"):
                mcp_session("gitlab")


        @pytest.mark.parametrize("name", ["github/get_issue/gone", "get_issue", "../../x"])
        def test_no_cassette(mcp_cassette, name):
            with pytest.raises(Exception, match="mcp_cassette.*\\\\n  fix: "):
                mcp_cassette(name)


        def test_tools(mcp_session):
            assert "get_issue" in [tool.name for tool in mcp_session("github").tools]
        """
    )

    result = run("-p", "no:cacheprovider")

    result.assert_outcomes(passed=7)


def test_a_project_without_a_registry_is_told_so(pytester: pytest.Pytester, run_pytest: RunPytest) -> None:
    """Provenance: ours."""
    pytester.makepyfile("def test_it(mcp_registry):\n    pass\n")

    result = run_pytest(pytester)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*mcp_registry: *"])
