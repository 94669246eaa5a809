"""Where a command runs: a folder and a home of its own, which go away with its session."""

import os
import re
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.observe.environment import PROGRAM_SETTINGS, real_path

T = TypeVar("T")

_PREFIX = "s-"
_SHOWN = {"work": "{workdir}", "home": "~"}
_WORKDIR = re.compile(r"(?<!\$)\{workdir\}")
MOST_FILES = 100_000
MOST_BYTES = 2 * 1024**3
"""What a `workdir` may hold: a larger one is a whole disk, or a mistake."""

# What a project runner is asked first (after options) when what it starts comes from elsewhere.
_RUNNERS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("poetry", "pdm", "hatch", "pipenv", "rye", "pixi"), frozenset[str]()),
    **dict.fromkeys(("make", "just", "task", "rake", "bundle", "composer", "mix"), frozenset[str]()),
    **dict.fromkeys(("cargo", "dotnet", "swift", "zig", "stack", "cabal"), frozenset[str]()),
    **dict.fromkeys(("gradle", "mvn", "sbt", "docker-compose", "podman-compose"), frozenset[str]()),
    "uv": frozenset({"tool", "x"}),
    "npm": frozenset({"exec", "x", "create", "init"}),
    "pnpm": frozenset({"dlx", "create"}),
    "yarn": frozenset({"dlx", "create"}),
    "bun": frozenset({"x", "create"}),
    "deno": frozenset(),
    "go": frozenset(),
}
_ELSEWHERE = re.compile(r"(npm|jsr|https?):.+|\S+@(latest|v\d)\S*")
"""What `deno run` and `go run` are given to start something published."""
_JAVASCRIPT = frozenset({"npx", "npm", "pnpm", "pnpx", "yarn", "bun", "bunx"})
_JAVASCRIPT_SETTINGS = (".npmrc", ".yarnrc.yml", "bunfig.toml")
"""Files of a folder that say where packages come from, to those who start a package there."""
_PINS = (".python-version", ".node-version", ".nvmrc", ".ruby-version", ".tool-versions", "mise.toml")
"""Files of a folder, or of one above it, by which the shims of version managers choose a program."""


@dataclass(frozen=True, slots=True)
class Place:
    """The temporary folder of one started session."""

    folder: Path

    @classmethod
    def below(cls, run: Path) -> "Place":
        """A new one, with an empty folder to work in and a home that knows nobody."""
        run.mkdir(parents=True, exist_ok=True)
        # Servers compare paths with what they resolve to, so this one is resolved from the start.
        place = cls(Path(tempfile.mkdtemp(prefix=_PREFIX, dir=run)).resolve())
        place.work.mkdir()
        for name in (".config", ".local/share", ".local/state"):
            (place.home / name).mkdir(parents=True)
        for theirs, ours in PROGRAM_SETTINGS.items():
            source = real_path(theirs)
            if source is not None and source.is_file():
                (place.home / ours).parent.mkdir(parents=True, exist_ok=True)
                with suppress(OSError):
                    shutil.copyfile(source, place.home / ours)
        return place

    @property
    def home(self) -> Path:
        """The home folder of the session."""
        return self.folder / "home"

    @property
    def work(self) -> Path:
        """The working folder of the session: a copy of `workdir`, or empty."""
        return self.folder / "work"

    def take(self, workdir: Path, *, at: str) -> None:
        """Copy `workdir` into the working folder.

        Raises:
            ConfigError: it is not there, or too large, or cannot be read.
        """
        if not workdir.is_dir():
            raise ConfigError(
                at=at, what=f"has no folder `{workdir.name}` to run in", fix="correct `workdir`"
            )
        try:
            _copy(workdir.resolve(), self.work, self.folder.parent)
        except _TooLargeError as error:
            raise ConfigError(
                at=at,
                what=f"runs in a copy of `{workdir.name}`, which holds more than {error}",
                fix="name a smaller folder in `workdir`, or start the server by a script that changes to it",
            ) from error
        except OSError as error:
            reasons = error.args[0] if isinstance(error, shutil.Error) else None
            said = reasons[0][2] if reasons else error.strerror or error
            raise ConfigError(
                at=at,
                what=f"runs in a copy of `{workdir.name}`, which cannot be made: {said}",
                fix="make the folder readable, or correct `workdir`",
            ) from error

    def filled(self, value: T) -> T:
        """`value` with the working folder for each `{workdir}`, at any depth."""
        work = str(self.work)
        return mapped(value, lambda text: _WORKDIR.sub(lambda _: work, text))

    def reaching(self, argv: Sequence[str], workdir: Path) -> tuple[str, ...]:
        """A command for the copy of `workdir`: what it names beside the folder is still found."""

        def word_here(word: str) -> str:
            path = Path(os.path.abspath(workdir / word))
            if Path(word).parts[:1] != ("..",) or not path.exists():
                return word
            origin = Path(os.path.abspath(workdir))
            return str(self.work / path.relative_to(origin) if path.is_relative_to(origin) else path)

        return tuple(map(word_here, argv))

    def remove(self) -> None:
        """Let all of it go; what cannot be removed stays without a word."""
        remove(self.folder)


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it; what cannot be removed stays without a word.

    Each folder inside is first brought up to the first level: a server may have left them deeper than Python
    recurses, and than a path may be long. Some are folders that nobody may write to, their owner included.
    """
    waiting = [str(folder)]
    emptied = []
    while waiting:
        inner = waiting.pop()
        emptied.append(inner)
        with suppress(OSError):
            os.chmod(inner, stat.S_IRWXU)
            entries = list(os.scandir(inner))
            for entry in entries:
                with suppress(OSError):
                    if not entry.is_dir(follow_symlinks=False):
                        os.unlink(entry.path)
                        continue
                    os.chmod(entry.path, stat.S_IRWXU)
                    os.rename(entry.path, moved := str(folder / secrets.token_hex(8)))
                    waiting.append(moved)
    for inner in reversed(emptied):
        with suppress(OSError):
            os.rmdir(inner)


def shown(value: T, run: Path) -> T:
    """`value` as it is told, at any depth: `{workdir}` and `~` for the folders of any session of a run."""
    folders = re.compile(rf"{re.escape(str(run.resolve()))}[\\/]{_PREFIX}\w+[\\/](work|home)\b")
    return mapped(value, lambda text: folders.sub(lambda found: _SHOWN[found[1]], text))


def leans_on(argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> bool:
    """Whether a command plainly needs to run in `folder`: it names something there, or runs its project."""
    program = re.sub(r"\.(exe|cmd|bat)$", "", Path(argv[0]).name) if argv else ""
    words = [program, *(piece for word in argv[1:] for piece in re.split(r"[\s;&|]+", word) if piece)]
    named = {*argv[1:], *(piece for word in (*argv[1:], *environment.values()) for piece in _pieces(word))}
    if argv and Path(argv[0]).name != argv[0]:
        named.add(argv[0])
    if _runs_project(words) or any(_is_there(name, folder) for name in named):
        return True
    if any((folder / f"{name}.py").is_file() or (folder / name).is_dir() for name in _modules(argv)):
        return True
    if not _JAVASCRIPT.isdisjoint(words) and any((folder / name).is_file() for name in _JAVASCRIPT_SETTINGS):
        return True
    return _is_shim(argv, environment) and _pins_versions(folder)


def _pieces(word: str) -> list[str]:
    """A word, and what may be meant inside it: `--config=x.toml`, `server.py:app`, `cd x && node y.js`."""
    return [piece for piece in re.split(r"""[\s'"();,=:#|&]+""", word) if piece]


def _is_there(name: str, folder: Path) -> bool:
    if not name or name.startswith("-") or os.path.isabs(name):
        return False
    return any(
        os.path.exists(os.path.join(folder, installed, name))
        for installed in ("", "node_modules", "node_modules/.bin")
    )


def _modules(argv: Sequence[str]) -> Iterator[str]:
    """First parts of the modules that a command has Python import."""
    for option, name in pairwise(argv):
        if re.fullmatch(r"-[A-Za-z]*m", option):
            yield name.partition(".")[0]
    for word in argv[1:]:
        if found := re.fullmatch(r"([A-Za-z_]\w*)[\w.]*:[A-Za-z_][\w.]*", word):
            yield found[1]
        yield from re.findall(r"\b(?:import|from)\s+([A-Za-z_]\w*)", word)


def _runs_project(words: Sequence[str]) -> bool:
    for index, word in enumerate(words):
        later = words[index + 1 :]
        if word in ("docker", "podman") and "compose" in later:
            return True
        asked = next((one for one in later if not one.startswith("-")), "")
        if word not in _RUNNERS or asked in _RUNNERS[word]:
            continue
        if word not in ("deno", "go") or not any(map(_ELSEWHERE.fullmatch, later)):
            return True
    return False


def _is_shim(argv: Sequence[str], environment: Mapping[str, str]) -> bool:
    path = shutil.which(argv[0], path=environment.get("PATH")) if argv else None
    return path is not None and not {"shims", ".volta"}.isdisjoint(Path(path).parts)


def _pins_versions(folder: Path) -> bool:
    home = real_path("~")
    for one in (folder, *folder.parents):
        if one == home:
            return False
        if any((one / name).exists() for name in _PINS):
            return True
    return False


class _TooLargeError(Exception):
    """Says how much is too much."""


def _copy(source: Path, target: Path, run: Path) -> None:
    """Copy a folder with its links as they are, without what nobody can read and the run's own folder."""
    outward: list[tuple[str, str]] = []
    files = size = 0

    def left_out(folder: str, names: list[str]) -> set[str]:
        nonlocal files, size
        left = set()
        for name in names:
            path = os.path.join(folder, name)
            try:
                about = os.lstat(path)
            except OSError:
                left.add(name)
                continue
            if stat.S_ISLNK(about.st_mode):
                leads = os.readlink(path)
                end = os.path.normpath(os.path.join(folder, leads))
                if not os.path.isabs(leads) and not Path(end).is_relative_to(source):
                    outward.append((os.path.relpath(path, source), end))
                    left.add(name)
            elif stat.S_ISDIR(about.st_mode):
                if path == str(run) or not os.access(path, os.R_OK | os.X_OK):
                    left.add(name)
            elif not stat.S_ISREG(about.st_mode) or not os.access(path, os.R_OK):
                left.add(name)
            else:
                files, size = files + 1, size + about.st_size
        if files > MOST_FILES:
            raise _TooLargeError(f"{MOST_FILES:,} files")
        if size > MOST_BYTES:
            raise _TooLargeError(f"{MOST_BYTES // 1024**2:,} MB")
        return left

    shutil.copytree(
        source, target, symlinks=True, ignore=left_out, copy_function=_copy_file, dirs_exist_ok=True
    )
    for where, leads in outward:
        # A link that leads out by `..` would lead nowhere from the copy.
        with suppress(OSError):
            os.symlink(leads, target / where)


def _copy_file(source: str, target: str) -> None:
    with suppress(FileNotFoundError):  # others may work in the folder: a file can be gone by now
        shutil.copy2(source, target)


def mapped(value: T, change: Callable[[str], str]) -> T:
    """`value` with `change` made to every text in it."""
    found: Any = value
    if type(found) is str:  # a member of an enumeration is none
        found = change(found)
    elif isinstance(found, Mapping):
        found = {
            change(key) if isinstance(key, str) else key: mapped(one, change) for key, one in found.items()
        }
    elif isinstance(found, list | tuple):
        found = type(found)(mapped(one, change) for one in found)
    elif is_dataclass(found) and not isinstance(found, type):
        found = replace(
            found,
            **{one.name: mapped(getattr(found, one.name), change) for one in fields(found) if one.init},
        )
    changed: T = found
    return changed
