from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._error_words import page_in
from pytest_mcp_contract.checks.upstream._errors import ErrorText, refused, told
from pytest_mcp_contract.checks.upstream._faults import NOT_FOUND, faulted
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Experiment, Finding, Replay, Unchecked, brief


@replay_check(
    code="MCP432",
    title="An error text hands on a page of the API's server",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Error Handling",
    why="""
        Proxies in front of an API answer with pages made for browsers. To a model they are hundreds of tokens
        of tags around one status.
    """,
    fix="""
        Look at the media type before you use a body, and write of a failed answer the status and a sentence.
    """,
    needs=(Experiment.FAULTS,),
    bad=(
        faulted(NOT_FOUND, "GitHub failed: <html><head><title>502 Bad Gateway</title></head></html>"),
        refused("<!DOCTYPE html>\n<title>Sign in</title>"),
        refused('GitHub: <?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>'),
        # Cut off somewhere in the page.
        refused("HTTP 502: <html>\r\n<head><title>502 Bad Gat"),
    ),
    good=(
        example(),
        faulted(NOT_FOUND),
        refused("The body must be Markdown; take the `<html>` tag out and call again."),
        refused("No issue has a number < 1 or > 10; check the number."),
        # The caller's own text.
        refused("`<p>Hi</p>` is no Markdown; send plain text.", body="<p>Hi</p>"),
    ),
)
def error_shows_markup(replay: Replay) -> Iterator[Finding | Unchecked]:
    yield from told(replay, _said, want="the status and a sentence")


def _said(error: ErrorText) -> str:
    page = page_in(error)
    return f"the text holds a page: {brief(page, width=60)}" if page else ""
