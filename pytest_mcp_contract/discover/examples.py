"""Examples of one name: they would be recorded into one cassette, the second over the first."""

from collections.abc import Iterator

from pytest_mcp_contract.discover.place import Place, dotted
from pytest_mcp_contract.discover.table import Table
from pytest_mcp_contract.model import Problem


def drop_repeated(table: Table, *, at: str, place: Place) -> None:
    """Cut every example out of a sound row whose name an earlier one of the tool has, and report it."""
    for tool, config in (table.data.get("tools") or {}).items():
        if not isinstance(config, dict) or not isinstance(config.get("examples"), list):
            continue
        path = dotted((at, "tools", tool, "examples"))
        seen: set[str] = set()
        kept = []
        for index, example in zip(_indexes(table, path), config["examples"], strict=False):
            name = example["name"] if isinstance(example, dict) else example.name
            if name in seen:
                table.problems.append(_problem(tool, name, f"{path}.{index}", place))
                table.lost_elements.add((path, index))
                table.dropped.add("tools")
            else:
                seen.add(name)
                kept.append(example)
        if len(kept) < len(config["examples"]):
            tools = {**table.data["tools"], tool: {**config, "examples": kept}}
            table.data = {**table.data, "tools": tools}


def _indexes(table: Table, path: str) -> Iterator[int]:
    """Where the elements that are left of a list stand in the file."""
    lost = {index for name, index in table.lost_elements if name == path}
    index = 0
    while True:
        if index not in lost:
            yield index
        index += 1


def _problem(tool: str, name: str, at: str, place: Place) -> Problem:
    return place.problem(
        at, f"two examples of `{tool}` are called `{name}`", "name each otherwise: the name is its cassette's"
    )
