"""A pytest plugin that collects a tree of given node ids whose items do nothing: the floor of a run.

`pytest -p tests.bench.empty_tree FILE`, with a file that `tests.bench.clock` has written.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

Tree = dict[str, "Tree"]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The tree, for a file that was named."""
    return _File.from_parent(parent, path=file_path) if file_path.suffix == ".json" else None


class _File(pytest.File):
    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        tree: Tree = {}
        for node_id in json.loads(self.path.read_text())["node_ids"]:
            branch = tree
            for name in node_id.split("::")[1:]:
                branch = branch.setdefault(name, {})
        yield from _nodes(self, tree)


class _Branch(pytest.Collector):
    tree: Tree

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        yield from _nodes(self, self.tree)


class _Empty(pytest.Item):
    def runtest(self) -> None:
        pass

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, 0, self.name


def _nodes(parent: pytest.Collector, tree: Tree) -> Iterator[pytest.Item | pytest.Collector]:
    for name, below in tree.items():
        if below:
            branch: _Branch = _Branch.from_parent(parent, name=name)
            branch.tree = below
            yield branch
        else:
            yield _Empty.from_parent(parent, name=name)
