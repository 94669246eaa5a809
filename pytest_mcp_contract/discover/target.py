"""`--mcp-server TARGET` -> a registry of one server, without a file."""

import re
import shlex
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from pytest_mcp_contract.discover.place import clip
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Entry, Registry, Source

PYTHON_OBJECT = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
"""`pkg.mod:obj`"""

_SAYS_NOTHING = re.compile(
    r"((create|make|get|build)_)?(app|server|mcp)|main|factory|build|src|__\w+__", re.I
)
"""Names of modules and objects that many servers share."""

_LAUNCHERS = {
    ("npx",): "-p --package -c --call -w --workspace",
    ("bunx",): "-p --package",
    ("pnpm", "dlx"): "--package",
    ("yarn", "dlx"): "-p --package",
    ("uvx",): "--from --with --with-editable -p --python --index --index-url",
    ("uv", "tool", "run"): "--from --with --with-editable -p --python --index --index-url",
    ("uv", "run"): "--with --with-editable -p --python --directory --project --extra --group",
    ("deno", "run"): "",
    ("bun", "run"): "",
    ("pipx", "run"): "--spec --python --pip-args",
    (
        "docker",
        "run",
    ): "-e --env --env-file -v --volume --mount -p --publish --name --network --net -u --user -w "
    "--workdir -l --label -h --hostname --entrypoint --platform --add-host -m --memory --cpus --pull",
}
_LAUNCHERS["podman", "run"] = _LAUNCHERS["docker", "run"]
"""Programs that start what a later word names, with those of their options that take the next word."""

_INTERPRETERS = re.compile(r"(python|pypy)[\d.]*|py|node|tsx|ts-node|deno|bun|ruby|bash|sh")
_INTERPRETER_OPTIONS = "-X -W -r --require --import --loader"


def read_target(text: str) -> Registry:
    """The one server that `text` starts: a URL, `pkg.mod:obj`, or a command line.

    Raises ConfigError for text that is none of these.
    """
    text = text.strip()
    if not text:
        raise _error("it names no server")
    if re.match(r"https?://", text, re.IGNORECASE):
        entry = Entry(name=_clean(_host(text)), url=text)
    elif PYTHON_OBJECT.fullmatch(text):
        entry = Entry(name=_clean(_object_name(text)), python=text)
    else:
        try:
            command = shlex.split(text)
        except ValueError as error:
            raise _error(f"`{clip(text, 40)}` is no command line: {str(error).lower()}") from None
        if not any(command):
            raise _error("it names no server")
        entry = Entry(name=_clean(_command_name(command)), command=command)
    return Registry(source=Source.TARGET, servers={entry.name: entry})


def _error(what: str) -> ConfigError:
    return ConfigError(
        at="--mcp-server",
        what=clip(what),
        fix='name a command ("python -m my_server"), a URL or an object (my_server:create_server)',
    )


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _error(f"the URL cannot be read: {str(error).lower()}") from None
    if not host:
        raise _error("the URL has no host")
    return f"{host}-{port}" if port else host


def _object_name(target: str) -> str:
    module, _, attribute = target.partition(":")
    *packages, last = module.split(".")
    candidates = (last, attribute.split(".")[-1], *reversed(packages))
    return next((name for name in candidates if not _SAYS_NOTHING.fullmatch(name)), last)


def _command_name(command: Sequence[str]) -> str:
    program = PurePosixPath(command[0]).name
    for words, with_value in _LAUNCHERS.items():
        if (program, *command[1 : len(words)]) == words:
            rest = _after_options(command[len(words) :], with_value)
            if not rest:
                return program
            if words[0] in ("docker", "podman"):
                return rest[0].partition("@")[0].rpartition("/")[2].partition(":")[0]
            return _command_name([_package(rest[0]), *rest[1:]])
    if _INTERPRETERS.fullmatch(program):
        rest = _after_options(command[1:], _INTERPRETER_OPTIONS)
        options = command[1 : len(command) - len(rest)]
        if not rest or "-c" in options:
            return program
        return rest[0] if "-m" in options else PurePosixPath(rest[0]).stem
    return re.sub(r"\.(exe|cmd|bat|py|js|mjs|ts|sh)$", "", program)


def _after_options(words: Sequence[str], with_value: str) -> Sequence[str]:
    """The words from the first that is neither an option nor the value of one."""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in with_value.split() else 1
    return words[at:]


def _package(spec: str) -> str:
    """The name in `@scope/name@1.2`, `name==1.0` or `name[extra]`."""
    name = spec.rpartition("/")[2] if spec.startswith("@") else spec
    return re.split(r"[@=<>~!\[]", name, maxsplit=1)[0] or spec


def _clean(name: str) -> str:
    """A name that can stand in a node id."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-.") or "server"
