"""The other process: makes the calls that are recorded, one line of JSON each, in the real environment.

Started by `recorder_process` as `python -m pytest_mcp_contract.observe.recorder`. It ends when its standard
input does, so it cannot outlive the run.
"""

import sys
from typing import TYPE_CHECKING

from pytest_mcp_contract.model import Ended
from pytest_mcp_contract.observe.desk import answer_lines
from pytest_mcp_contract.observe.recorder_process import Answer, Ask, on_one_line, said_by
from pytest_mcp_contract.observe.target import InProcess, last_line

if TYPE_CHECKING:
    from pytest_mcp_contract.observe.session import Session


class Desk:
    """Answers one ask after the other, all of one server."""

    def __init__(self) -> None:
        self._session: Session | None = None

    def answer(self, line: bytes) -> str:
        """What became of one ask, as a line; never raises."""
        try:
            return self._call(Ask.model_validate_json(line)).model_dump_json()
        except Exception as error:
            return Answer(failed=on_one_line(last_line(error))).model_dump_json()

    def _call(self, ask: Ask) -> Answer:
        sys.path[:] = ask.paths
        from pytest_mcp_contract.observe.session import Session
        from pytest_mcp_contract.observe.survey import failure
        from pytest_mcp_contract.observe.upstream.intercept import recording

        session = self._session
        if session is None:
            target = InProcess(ask.python)
            session = Session(target, mode=ask.protocol, shelter=None)
            try:
                session.start(ask.start)
            except Exception as error:
                why = failure(error, session, target, ask.start)
                return Answer(
                    failed=on_one_line(f"server `{ask.server}` {why.saw}"), fix=on_one_line(why.fix)
                )
            self._session = session
        with recording() as recorded:
            ended, reply, detail = session.call(ask.tool, ask.arguments, ask.call)
            answer = Answer(
                ended=ended,
                succeeded=reply is not None and reply.succeeded,
                said=said_by(reply) or on_one_line(detail),
                exchanges=list(recorded.exchanges()),
                unanswered=list(recorded.unanswered()),
            )
        if ended is not Ended.REPLIED:
            session.close()
            self._session = None
        return answer


def main() -> None:
    """Answer until nobody asks any more."""
    answer_lines(Desk().answer)


if __name__ == "__main__":
    main()
