"""Writes docs/reference from the parsers: `make reference`."""

import argparse
from collections.abc import Iterable, Iterator

from pytest_mcp_contract.cli import build_parser
from pytest_mcp_contract.cli.commands import PROGRAM
from pytest_mcp_contract.options import OPTIONS, Option
from tests.docs.pages import ROOT

FOLDER = ROOT / "docs" / "reference"
_NOTE = "\n<!-- made by `make reference` -->\n"


def reference() -> dict[str, str]:
    """File -> text."""
    return {"options.md": _options(), "commands.md": _commands()}


def _options() -> str:
    rows = [f"| `{_usage(option)}` | {_cell(option.help)} | {_ini(option)} |" for option in OPTIONS]
    return "\n".join(
        [
            "# Options of pytest, and ini keys",
            _NOTE,
            "An option wins over its key, a key over the default. Keys stand in `pytest.ini`, or under",
            "`[tool.pytest.ini_options]` of `pyproject.toml`. A list takes words separated by commas.",
            "",
            "| option | does | ini key |",
            "|---|---|---|",
            *rows,
            "",
            "```ini",
            "[pytest]",
            *(f"{option.ini} = {_example(option)}" for option in OPTIONS if option.ini in _SHOWN),
            "```",
            "",
            "What a registry can say is in its [JSON Schema](../formats/mcp_contract.schema.json).",
            "",
        ]
    )


_SHOWN = ("mcp_registry", "mcp_fuzz", "mcp_lock", "mcp_ignore")


def _example(option: Option) -> str:
    return {"mcp_registry": "acme.registry:REGISTRY", "mcp_ignore": "MCP127"}.get(
        option.ini or "", option.choices[-1] if option.choices else ""
    )


def _usage(option: Option) -> str:
    if option.kind == "mode":
        return f"{option.flag}[={'/'.join(option.choices)}]"
    if option.choices:
        return f"{option.flag}={'/'.join(option.choices)}"
    return option.flag + (f" {option.metavar}" if option.metavar else "")


def _ini(option: Option) -> str:
    return f"`{option.ini}`" if option.ini else ""


def _commands() -> str:
    parser = build_parser()
    (group,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    parts = [f"# The command `{PROGRAM}`\n{_NOTE}", "[What its exit codes mean](exit-codes.md)."]
    for name, command in group.choices.items():
        parts.append(f"\n## {name}\n\n{command.description}\n")
        rows = list(_arguments(command._actions))
        if rows:
            parts.append("\n".join(["| argument | is |", "|---|---|", *rows]) + "\n")
        parts.append(f"```text\n{command.epilog}\n```")
    return "\n".join(parts) + "\n"


def _arguments(actions: Iterable[argparse.Action]) -> Iterator[str]:
    for action in actions:
        if "--help" in action.option_strings:
            continue
        value = action.metavar or ("/".join(map(str, action.choices)) if action.choices else "")
        names = " or ".join(f"`{flag} {value}`".replace(" `", "`") for flag in action.option_strings)
        yield f"| {names or f'`{value or action.dest}`'} | {_cell(action.help or '')} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    for name, text in reference().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
