"""Where pytest reads its settings in a project, and the lines that name a registry there."""

import configparser
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_mcp_contract.errors import ConfigError

REGISTRY_KEY = "mcp_registry"
_TOML, _INI = "toml", "ini"
_PLACES = (
    ("pytest.toml", _TOML, "pytest"),
    (".pytest.toml", _TOML, "pytest"),
    ("pytest.ini", _INI, "pytest"),
    (".pytest.ini", _INI, "pytest"),
    ("pyproject.toml", _TOML, "tool.pytest"),
    ("pyproject.toml", _TOML, "tool.pytest.ini_options"),
    ("tox.ini", _INI, "pytest"),
    ("setup.cfg", _INI, "tool:pytest"),
)
"""File, its format, and the table, in the order in which pytest looks."""
NEW = "pytest.ini"
"""What is written where there is none of them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project has told pytest."""

    path: Path
    format: str
    table: str
    values: Mapping[str, object]
    exists: bool = True

    @property
    def registry(self) -> str | None:
        """The registry that is named there."""
        value = self.values.get(REGISTRY_KEY)
        return value.strip() or None if isinstance(value, str) else None

    @property
    def baseline(self) -> str | None:
        """The lock that a pull request is compared with."""
        value = self.values.get("mcp_baseline")
        return value.strip() or None if isinstance(value, str) else None

    def naming(self, registry: str, folder: str) -> bytes | None:
        """The file with the registry, and `folder` importable; None where it names a registry."""
        if REGISTRY_KEY in self.values:
            return None
        wanted = {REGISTRY_KEY: registry, "pythonpath": folder}
        lines = [self._line(key, value) for key, value in wanted.items() if key not in self.values]
        text = "\n".join(lines)
        if not self.exists:
            return f"[{self.table}]\n{text}\n".encode()
        old = self.path.read_bytes().decode("utf-8")
        header = re.search(rf"(?m)^[ \t]*\[{re.escape(self.table)}\][^\r\n]*(\r?\n|$)", old)
        if header is None:
            raise ConfigError(
                at=self.path.name,
                what=f"`{self.path.name}` has no line `[{self.table}]` to write below",
                fix=f"set there: {lines[0]}",
            )
        newline = header[1] or "\n"
        start = "" if header[1] else newline
        added = f"{start}{text}\n".replace("\r\n", "\n").replace("\n", newline)
        return f"{old[: header.end()]}{added}{old[header.end() :]}".encode()

    def _line(self, key: str, value: str) -> str:
        if self.format == _INI:
            return f"{key} = {value}"
        is_native = self.table != "tool.pytest.ini_options"
        return f'{key} = ["{value}"]' if key == "pythonpath" and is_native else f'{key} = "{value}"'


def settings(rootdir: Path) -> Settings:
    """The settings of the project at `rootdir`, or those that it could have.

    Raises:
        ConfigError: the file that would hold them cannot be read.
    """
    for name, form, table in _PLACES:
        path = rootdir / name
        if path.is_file():
            values = _values(path, form, table)
            if values is not None:
                return Settings(path, form, table, values)
    return Settings(rootdir / NEW, _INI, "pytest", {}, exists=(rootdir / NEW).exists())


def _values(path: Path, form: str, table: str) -> Mapping[str, object] | None:
    try:
        text = path.read_text(encoding="utf-8")
        if form == _INI:
            parser = configparser.ConfigParser(interpolation=None, strict=False)
            parser.read_string(text)
            return dict(parser[table]) if parser.has_section(table) else None
        found: object = tomllib.loads(text)
    except (OSError, ValueError, configparser.Error) as error:
        said = str(error).partition("\n")[0]
        raise ConfigError(
            at=path.name, what=f"`{path.name}` cannot be read: {said[:60]}", fix="correct it"
        ) from None
    for part in table.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, dict) or (table == "tool.pytest" and set(found) <= {"ini_options"}):
        return None
    return found
