"""Where names come from: imports, exports, and the addresses that a tsconfig gives."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.discover.typescript import syntax
from pytest_mcp_contract.discover.typescript.modules import Project
from pytest_mcp_contract.discover.typescript.values import Unresolved
from pytest_mcp_contract.errors import ConfigError
from tests.discover.typescript.test_reading import value


@pytest.mark.parametrize(
    ("before", "expression", "expected"),
    [
        ('import "./two"; import { WORD } from "./two";', "WORD", "two"),
        ('import named from "./two";', "named", "two"),
        ('import made from "./three";', "made()", "known only when it runs"),
        ('import { WORD } from "./four";', "WORD", "two"),
        ('import * as all from "./two";', "all.absent", "`absent` is not exported there"),
        ('import { all } from "./five";', "all.WORD", "`all` comes from `./five`, which is not read"),
        ('import { first } from "./six";', "first", "`first` comes from `./six`, which is not read"),
        ('import { Shape } from "./six";', "Shape", "`Shape` comes from `./six`, which is not read"),
        ('import { second } from "./six";', "second", 2),
        ('import { ping } from "./seven";', "ping", "`ping` comes from `./seven`, which is not read"),
    ],
    ids=[
        "beside one for its effects",
        "the default under another name",
        "a default function",
        "exported again",
        "not in a namespace",
        "a namespace that is exported",
        "taken apart",
        "an interface",
        "beside it",
        "in a circle",
    ],
)
def test_a_name_is_followed_to_where_it_is_declared_or_said_not_to_be(
    tmp_path: Path, before: str, expression: str, expected: Any
) -> None:
    """Provenance: ours."""
    found = value(
        tmp_path,
        expression,
        before,
        two='export const WORD = "two"; export default WORD;',
        three="export default function start() { return 1; }",
        four='import { WORD } from "./two"; export { WORD };',
        five='export * as all from "./two";',
        six="export const { first } = { first: 1 }, second = 2; export interface Shape { a: string }",
        seven='import { ping } from "./eight"; export { ping };',
        eight='import { ping } from "./seven"; export { ping };',
    )

    if isinstance(found, Unresolved):
        assert expected in found.why
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("files", "source"),
    [
        ({"tsconfig.json": {"compilerOptions": {"paths": {"@app/*": ["src/*"]}}}}, "@app/word"),
        ({"tsconfig.json": {"compilerOptions": {"paths": {"word": ["src/word"]}}}}, "word"),
        ({"tsconfig.json": {"compilerOptions": {"baseUrl": "src"}}}, "word"),
        (
            {"tsconfig.json": {"compilerOptions": {"baseUrl": "src", "paths": {"@app/*": "src/*"}}}},
            "word",
        ),
        (
            {
                "tsconfig.json": {"extends": "./base"},
                "base.json": {"compilerOptions": {"paths": {"@app/*": ["src/*"]}}},
            },
            "@app/word",
        ),
        (
            {
                "tsconfig.json": {"extends": ["@tsconfig/node20", "./base.json"], "compilerOptions": 5},
                "base.json": {"compilerOptions": {"baseUrl": "src"}},
            },
            "word",
        ),
        (
            {
                "tsconfig.json": {
                    "compilerOptions": {"paths": {"@other/*": ["lib/*"], "@app/*": [5, "src/*"]}}
                },
            },
            "@app/word",
        ),
    ],
    ids=[
        "beside the file",
        "without a star",
        "from a base",
        "paths that are none",
        "of another file",
        "of a package and another file",
        "the second of two",
    ],
)
def test_a_tsconfig_says_where_modules_are(tmp_path: Path, files: dict[str, Any], source: str) -> None:
    """Provenance: ours, after the reference of tsconfig."""
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "word.ts").write_text('export const WORD = "word";', encoding="utf-8")

    assert value(tmp_path, "WORD", f'import {{ WORD }} from "{source}";') == "word"


@pytest.mark.parametrize(
    "config",
    ["{ no JSON", "[]", '{ "extends": "./gone" }', '{ "extends": "./tsconfig.json" }', "\ufeff{}"],
    ids=["no JSON", "no object", "of a file that is gone", "of itself", "empty"],
)
def test_a_tsconfig_that_says_nothing_leaves_packages_unread(tmp_path: Path, config: str) -> None:
    """Provenance: ours. What is named by its own place is still found."""
    (tmp_path / "tsconfig.json").write_text(config, encoding="utf-8")

    found = value(tmp_path, "WORD", 'import { WORD } from "@app/other";')

    assert isinstance(found, Unresolved)
    assert found.why == "`WORD` comes from `@app/other`, which is not read"
    assert value(tmp_path, "WORD", 'import { WORD } from "./other";') == "other"


def test_a_file_that_cannot_be_read_is_no_module(tmp_path: Path) -> None:
    """Provenance: ours."""
    project = Project(tmp_path / "gone.ts")

    assert project.module(tmp_path / "gone.ts") is None
    assert project.module(tmp_path) is None
    assert project.read() == []


# -- the text itself


def test_every_place_that_is_no_typescript_is_told(tmp_path: Path) -> None:
    """Provenance: ours."""
    root = syntax.parsed(b"const = 1;\nconst ok = 2;\nlet y = [1, @;\n", is_tsx=False)

    found = list(syntax.faults(root))

    assert sorted({fault.line for fault in found}) == [1, 3]
    assert list(syntax.faults(syntax.parsed(b"const ok = 2;", is_tsx=True))) == []


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setitem(sys.modules, "tree_sitter_typescript", None)
    syntax._parser.cache_clear()

    with pytest.raises(ConfigError) as caught:
        syntax.parsed(b"", is_tsx=False)

    assert "the extra `typescript`, which is not installed" in str(caught.value)
    assert "pip install" in str(caught.value)
