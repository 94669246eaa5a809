"""The other process: plays the cassettes it is asked to, one line of JSON a tool, and prints nothing else.

Started by `twin_process` as `python -m pytest_mcp_contract.observe.twin`. It ends when its standard input
does, so it cannot outlive the run.
"""

import sys

from pytest_mcp_contract.model import Registry, Tool, Unchecked
from pytest_mcp_contract.observe.desk import answer_lines
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.target import last_line
from pytest_mcp_contract.observe.twin_process import Answer, Ask


class Desk:
    """Answers one ask after the other, with one live server at a time."""

    def __init__(self) -> None:
        self._shelter: Shelter | None = None
        self._sessions: Sessions | None = None
        self._server = ""

    def answer(self, line: bytes) -> str:
        """What became of one ask, as a line; never raises."""
        try:
            return self._play(Ask.model_validate_json(line)).model_dump_json()
        except Exception as error:
            said = last_line(error).encode("utf-8", "replace").decode()
            return Answer(untried=f"another process failed: {said}").model_dump_json()

    def _play(self, ask: Ask) -> Answer:
        sys.path[:] = ask.paths
        from pytest_mcp_contract.observe.upstream.bench import Bench
        from pytest_mcp_contract.observe.upstream.cassette import read
        from pytest_mcp_contract.observe.upstream.match import Deck

        redactor = Redactor(secrets=ask.secrets, patterns=ask.patterns)
        limits = Limits(start=ask.start, call=ask.call, protocol=ask.protocol)

        if self._sessions is None or self._shelter is None:
            self._shelter = Shelter(ask.folder)
            registry = Registry(file=ask.registry / "registry")
            self._sessions = Sessions(registry, limits, self._shelter, redactor.line, skips_waits=True)
        if self._server != ask.entry.name:
            self._sessions.release(self._server)
            self._server = ask.entry.name
        bench = Bench(
            entry=ask.entry,
            tool=Tool(ask.tool),
            folder=ask.folder,
            sessions=self._sessions,
            shelter=self._shelter,
            limits=limits,
            redact=redactor.live,
            refuses_effects=ask.refuses_effects,
        )
        answer = Answer()
        with bench.opened():
            for path in ask.cassettes:
                cassette = read(path)
                deck = Deck(cassette.exchanges, ask.entry.match_on)
                done = bench.play(deck, cassette.header.arguments)
                if isinstance(done, Unchecked):
                    return Answer(untried=f"in another process: {done.reason}")
                answer.renderings.append(done.rendering)
        return answer


def main() -> None:
    """Answer until nobody asks any more."""
    answer_lines(Desk().answer)


if __name__ == "__main__":
    main()
