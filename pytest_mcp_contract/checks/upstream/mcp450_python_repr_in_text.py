from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._python import Spelled, fields_of_models, python_values
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.checks.upstream._texts import (
    Recorded,
    answered,
    as_key,
    found,
    own_lines,
    refused,
    texts_of,
    unfenced,
)
from pytest_mcp_contract.model import Ended, Finding, Replay, Unchecked, brief

_LABELS = b'{"number": 1, "title": "Broken", "labels": ["bug", "ui"], "milestone": null}'
_QUOTED = b'{"number": 1, "body": "It prints {\'id\': 1, \'name\': None} and <Job object at 0x7f1c2d30>."}'


@replay_check(
    code="MCP450",
    title="A reply holds Python's own spelling of values",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        `{'id': 1, 'name': None}` is what Python makes of an API's answer where nobody rendered it. It is no
        JSON, costs the tokens of every field, and an address such as `0x7f1c` is another one in each run.
    """,
    fix="Render the fields that matter one by one: lists with commas, dates as text, nothing for `None`.",
    bad=(
        example("{'number': 1, 'title': 'Broken', 'user': None}"),
        example("```\n[{'number': 1}]\n```"),
        example("# Broken\n\nUser: {'number': 1, 'login': None}"),
        answered("# Broken\n\n- Labels: ['bug', 'ui']", _LABELS),
        example("# Broken\n\n<pkg.models.Issue object at 0x7f1c2d30>"),
        example("# Broken\n\nOpened datetime.datetime(2026, 3, 2, 9, 0)"),
        example("1 issue:\n\n- Issue(number=1, title='Broken')"),
        example("number=1 title='Broken' user=None"),
        example("# Broken\n\n<State.OPEN: 'open'>"),
    ),
    good=(
        example(),
        answered("# Broken\n\n- Labels: bug, ui", _LABELS),
        # What the API's users wrote is theirs, also with its line breaks changed or in a fence.
        answered("# Issue 1\n\nIt prints {'id': 1,\n'name': None} and <Job object at 0x7f1c2d30>.", _QUOTED),
        example("# Broken\n\n```python\nconfig = {'number': None}\n```"),
        # JSON is another check's business.
        example('# Broken\n\n{"number": 1, "title": "Broken"}'),
        example("# Broken\n\n['a title in quotes'](https://example.com/1)"),
        example("# Broken\n\nThe key is row['number'], the call f(number=1)."),
        example("# Broken\n\nCall again with number=2 and title='x'."),
        example("{'number' is the key"),
        refused("{'number': 1}"),
        replace(example(ended=Ended.HANG), rendering=None),
    ),
)
def python_repr_in_text(replay: Replay) -> Iterator[Finding | Unchecked]:
    texts = texts_of(replay)
    if isinstance(texts, Unchecked):
        yield texts
        return
    recorded = Recorded(replay)
    for text in texts:
        shown = unfenced(text)
        lines = [line for _, line in own_lines(shown)]
        models = (spelled for line in lines if (spelled := fields_of_models(line)))
        for spelled in chain(python_values("\n".join(lines)), models):
            is_whole = spelled.text.strip() == shown.strip()
            if (is_whole or _is_of(spelled, recorded)) and not recorded.holds(spelled.text):
                yield found(replay, f"the text holds {brief(spelled.text)}", "rendered fields")
                return


def _is_of(spelled: Spelled, recorded: Recorded) -> bool:
    """Whether it is surely a value of the API's, and no example that the server gives."""
    names = {as_key(name) for name in spelled.names}
    if spelled.is_telling:
        return True
    if not spelled.values and names:
        return names <= recorded.keys
    known = {str(value) for _, value in recorded.values if value is not None}
    return bool(names & recorded.keys) or bool(spelled.values & known)
