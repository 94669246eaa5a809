"""Follows pages, each in a folder of its own, with what it speaks of."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from tests.docs.pages import blocks
from tests.docs.shell import Outcome, Shell, shell, walk
from tests.docs.stages import STAGES
from tests.docs.unrun import is_run
from tests.emulators.loopback import serve
from tests.warm import warm


def followed(pages: Iterable[str], folder: Path) -> Iterator[Outcome]:
    """What came of every command of the pages, in order."""
    with warm() as programs, serve(_api) as api:
        for page in pages:
            here = shell_of(
                folder / page.replace("/", "-"),
                programs,
                files=STAGES.get(page, {}),
                WEATHER_API_URL=f"{api}/v2",
            )
            yield from walk(blocks(page), here, is_run=is_run)


def shell_of(folder: Path, programs: Path, *, files: Mapping[str, str], **more: str) -> Shell:
    """A shell in a new repository with these files."""
    here = shell(folder, programs, more={"PYTEST_ADDOPTS": "-p no:schemathesis", **more})
    for name, text in {".gitignore": "__pycache__/\n", **files}.items():
        here.put(name, text)
    here.run("git init --quiet && git add . && git commit --quiet --message 'What is there'")
    return here


async def _api(scope: Scope, receive: Receive, send: Send) -> None:
    """The API of the weather, as far as pages record it: one city is known."""
    assert scope["type"] == "http"
    known = {"city": "Oslo", "sky": "rain", "issued_by": "Met Office"}
    found = scope["path"] == "/v2/cities/Oslo/forecast"
    answer = JSONResponse(known) if found else JSONResponse({"error": "no such city"}, status_code=404)
    await answer(scope, receive, send)
