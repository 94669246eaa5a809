"""A Python object -> a registry: `pkg.mod:REGISTRY`, with lines from the module's literals."""

import importlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pytest_mcp_contract.discover.literals import Literals, literals
from pytest_mcp_contract.discover.parse import by_entry, parse
from pytest_mcp_contract.discover.place import Place, clip
from pytest_mcp_contract.discover.plain import plain
from pytest_mcp_contract.model import Problem, Registry, Source


def read_python(target: str, rootdir: Path) -> Registry:
    """The registry that `pkg.mod:REGISTRY` names: a mapping, a `Registry`, or a callable that gives one.

    Imports the module, with `rootdir` and the working directory importable behind everything else for that
    time. Raises nothing for what the module is or does, short of KeyboardInterrupt: a module that cannot be
    imported gives a registry with one problem, and its file where that is known.
    """
    name, _, attribute = target.partition(":")
    file: Path | None = None
    with _importable(rootdir, Path.cwd()):
        try:
            file = _file(name)
            value = _value(target, name, attribute)
        except (Exception, SystemExit) as error:
            return _refused(target, name, error, file)
    shown = literals(_source(file), attribute.partition(".")[0], module=name, imported=_imported)
    if isinstance(value, Registry):
        return _placed(value, file, shown)
    return parse(
        value,
        source=Source.PYTHON,
        file=file,
        lines=shown.lines,
        first_line=shown.first_line,
        files=shown.files,
        problems=_repeated(shown, file),
    )


class _UnusableError(Exception):
    """The target does not lead to a registry."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


@contextmanager
def _importable(*folders: Path) -> Iterator[None]:
    added = [folder for folder in dict.fromkeys(map(str, folders)) if folder not in sys.path]
    sys.path.extend(added)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        for folder in added:
            if folder in sys.path:
                sys.path.remove(folder)


def _file(name: str) -> Path | None:
    """The module's file, known before the module runs."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin) if spec and spec.origin and spec.has_location else None


def _value(target: str, name: str, attribute: str) -> Registry | dict[object, object]:
    value: object = importlib.import_module(name)
    for part in attribute.split("."):
        try:
            value = getattr(value, part)
        except AttributeError:
            raise _UnusableError(
                f"module `{name}` has no `{attribute}`", f"define `{attribute}` there, or name another object"
            ) from None
    if callable(value) and not isinstance(value, Mapping | Registry):
        value = value()
    if isinstance(value, Registry):
        return value
    flat = plain(value) if isinstance(value, Mapping) else None
    if isinstance(flat, dict):
        return flat
    if inspect.iscoroutine(value):
        # Python warns of one that is neither awaited nor closed.
        value.close()
    raise _UnusableError(
        f"`{target}` is a `{type(value).__qualname__}`; want a mapping or a `Registry`",
        'name a dict such as `{"servers": {...}}`, or a function without arguments that gives one',
    )


def _refused(target: str, name: str, error: BaseException, file: Path | None) -> Registry:
    if isinstance(error, _UnusableError):
        what, fix = error.what, error.fix
    elif isinstance(error, ModuleNotFoundError) and error.name and f"{name}.".startswith(f"{error.name}."):
        what = f"module `{name}` is not found"
        fix = "name a module that is installed, or stands under the rootdir"
    else:
        said = traceback.format_exception_only(error)[-1].strip().partition("\n")[0]
        what = f"`{target}` raised {said}"
        fix = f"make `python -c 'import {name}'` run; to see where it fails, run that"
    problem = Place(file, {}, _line(error, file)).problem(target, clip(what), fix)
    return Registry(source=Source.PYTHON, file=file, problems=(problem,))


def _line(error: BaseException, file: Path | None) -> int | None:
    """The last line of the module that the error went through."""
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return error.lineno
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename == str(file)]
    return lines[-1] if lines else None


def _imported(name: str) -> tuple[Path, str] | None:
    """File and source of a module that the registry's module has imported; None where it is none."""
    file = getattr(sys.modules.get(name), "__file__", None)
    return (Path(file), _source(Path(file))) if file and file.endswith(".py") else None


def _source(file: Path | None) -> str:
    try:
        return file.read_text("utf-8") if file else ""
    except (OSError, ValueError):
        return ""


def _repeated(shown: Literals, file: Path | None) -> list[Problem]:
    return [
        Problem(
            at=each.at,
            what=f"`{clip(each.at, 60)}` is written twice, on lines {each.first} and {each.second}",
            fix=f"remove or rename the one on line {each.first}; Python uses the last",
            file=str(each.file or file) if each.file or file else None,
            line=each.second,
        )
        for each in shown.repeated
    ]


def _placed(registry: Registry, file: Path | None, shown: Literals) -> Registry:
    """A registry built in Python, with the places that only its reader knows."""
    place = Place(file, shown.lines, shown.first_line, shown.files)
    on_entry, on_registry = by_entry(_repeated(shown, file), registry.servers)
    entries = {
        name: entry.model_copy(
            update={
                "name": name,
                "line": place.line_of(f"servers.{name}") or 1,
                "problems": (*on_entry[name], *entry.problems),
            }
        )
        for name, entry in registry.servers.items()
    }
    return registry.model_copy(
        update={
            "servers": entries,
            "source": Source.PYTHON,
            "file": file,
            "lines": shown.lines,
            "files": shown.files,
            "problems": (*on_registry, *registry.problems),
        }
    )
