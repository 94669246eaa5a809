"""A lock from elsewhere: from a revision in git, which a pull request cannot move, or from a path."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pytest_mcp_contract.drift.lock_files import (
    LINK,
    LOCK,
    MOST_LOCK_BYTES,
    NO_FILE,
    Lock,
    LockFile,
    bad_file,
    is_lock_file,
    lock_of,
    read_lock,
    too_large,
)
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSONObject, Locked, LockFault, LockProblem, brief

GIT = "git:"
"""What a baseline begins with that is a revision."""
WITHIN = 60.0
"""Seconds that one git command may take."""
MOST_LISTED_BYTES = 64 * 1024 * 1024
MOST_BYTES = 1024 * 1024 * 1024
"""Of all files of a lock in one revision."""

_OF_ONE_REPOSITORY = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)
"""Variables that git sets for its hooks; they would lead commands in another folder astray."""
_WRITE_IT = "write one: `pytest-mcp-contract lock`"


def baseline(spec: str, folder: Path) -> Lock:
    """The lock that `spec` names: `git:REV`, or the path of a lock, of one of its files, or of a tools/list.

    `folder` is where the registry stands: of a revision, the lock beside it is read, and paths are relative
    to it. Nothing is checked out.

    Raises:
        ConfigError: there is no such revision or path, or no lock in it.
    """
    if spec.startswith(GIT):
        return _of_revision(spec, spec.removeprefix(GIT), folder)
    return _of_path(spec, folder / spec)


@dataclass(frozen=True, slots=True)
class BranchPoint:
    """Where the working tree left the baseline."""

    lock: Lock | None = None
    """What was agreed on there; None where the baseline is no further, or that is not known."""
    commit: str = ""
    unknown: str = ""
    """Why it is not known, as a phrase; `""` where it is, or where nothing depends on it."""
    fix: str = ""
    name: str = ""
    """The baseline, as a person calls it."""

    @property
    def note(self) -> str:
        """One line for a person; `""` where there is nothing to know."""
        if self.unknown:
            way_out = f": {self.fix}" if self.fix else ""
            return (
                f"what was changed on `{self.name}` since may look changed back here: {self.unknown}{way_out}"
            )
        if self.lock is None:
            return ""
        return f"compared with `{self.name}`, which this branch left at {self.commit[:12]}"


def branch_point(spec: str, folder: Path) -> BranchPoint:
    """Where the working tree left `spec`, if the baseline has gone on since.

    What differs from there on one side only was changed by that side. So a server that was added to the
    baseline in the meantime was not removed here.

    Raises:
        ConfigError: there is no such revision.
    """
    if not spec.startswith(GIT):
        return BranchPoint()
    repository = _repository(spec, folder / LOCK)
    tip = _commit(spec, spec.removeprefix(GIT), repository)
    name = brief(spec.removeprefix(GIT), width=40).strip('"')
    said = repository.run("merge-base", tip, "HEAD")
    if said.code != 0:
        head = repository.run("cat-file", "commit", "HEAD", most=1 << 20)
        # The parents stand in a commit also where a shallow clone does not have them.
        if head.code != 0 or f"parent {tip}".encode() in head.out.partition(b"\n\n")[0].split(b"\n"):
            return BranchPoint()
        if repository.run("rev-parse", "--is-shallow-repository").line == "true":
            return BranchPoint(
                unknown=f"the commit where this branch left `{name}` is not in this shallow clone",
                fix="`git fetch --unshallow`; with actions/checkout `fetch-depth: 0`",
                name=name,
            )
        return BranchPoint(unknown=f"this branch and `{name}` have no commit in common", name=name)
    commit = said.line.partition("\n")[0]
    if commit == tip:
        return BranchPoint()
    entries = _listed(spec, commit, repository)
    lock = lock_of(_files(f"{GIT}{commit[:12]}", entries, repository))
    point = f"the commit where this branch left `{name}` ({commit[:12]})"
    if not lock.exists:
        return BranchPoint(unknown=f"{point} has no lock", fix=f"`git merge {name}`", name=name)
    bad = next((problem for problem in lock.problems if not problem.fault.is_used), None)
    if bad is not None:
        return BranchPoint(
            unknown=f"{point} has a lock of which {bad.what}", fix=f"`git merge {name}`", name=name
        )
    return BranchPoint(lock, commit, name=name)


# -- revisions


def _of_revision(spec: str, revision: str, folder: Path) -> Lock:
    repository = _repository(spec, folder / LOCK)
    entries = _listed(spec, _commit(spec, revision, repository), repository)
    if not entries:
        raise ConfigError(
            at=spec,
            what=f"there is no lock in that revision: `{PurePosixPath(repository.path)}` has no file in it",
            fix="name a revision that has one; the first lock has to be merged before it can be a baseline",
        )
    return lock_of(_files(spec, entries, repository))


@dataclass(frozen=True, slots=True)
class _Repository:
    git: str
    cwd: Path
    path: str
    """The folder of the lock, from the root of the repository."""

    def run(self, *arguments: str, most: int = 1 << 16, given: bytes = b"") -> "_Said":
        return _run([self.git, *arguments], self.cwd, most, given)


@dataclass(frozen=True, slots=True)
class _Said:
    code: int
    out: bytes
    error: str
    """The first line on stderr."""

    @property
    def line(self) -> str:
        """What stands on stdout, without the end of its line."""
        return os.fsdecode(self.out.removesuffix(b"\n").removesuffix(b"\r"))


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: str
    kind: str
    object: str
    size: int
    name: str


def _repository(spec: str, lock: Path) -> _Repository:
    git = shutil.which("git")
    if git is None:
        raise ConfigError(
            at=spec,
            what="there is no command `git`, which a revision is read with",
            fix="install git, or name a path: `--mcp-baseline=FOLDER`",
        )
    lock = Path(os.path.abspath(lock))
    cwd = next(parent for parent in lock.parents if parent.is_dir())
    said = _Repository(git, cwd, "").run("rev-parse", "--is-inside-work-tree", "--show-prefix")
    inside, _, prefix = said.line.partition("\n")
    if "dubious ownership" in said.error:
        raise ConfigError(
            at=spec,
            what="git does not trust this repository: another user owns it",
            fix=f"say that you do: `git config --global --add safe.directory {_quoted(said.error) or cwd}`",
        )
    if said.code != 0 and "not a git repository" not in said.error:
        raise _failed(spec, said)
    if said.code != 0 or inside.strip() != "true":
        raise ConfigError(
            at=spec,
            what=f"`{cwd.name}` is in no git repository, so there is no revision to compare with",
            fix="run in a clone that has `.git`, or name a path: `--mcp-baseline=FOLDER`",
        )
    rest = lock.relative_to(cwd).as_posix()
    return _Repository(git, cwd, prefix.removesuffix("\n") + rest)


def _quoted(text: str) -> str:
    """What stands between the first two quotes."""
    return text.split("'")[1] if "'" in text else ""


def _commit(spec: str, revision: str, repository: _Repository) -> str:
    """The commit that a revision stands for."""
    if not revision.strip() or "\0" in revision or revision.startswith(("-", "^")):
        # No branch begins with a dash, but options do; a caret would exclude.
        raise ConfigError(at=spec, what="`git:` names no revision", fix="name one: `git:origin/main`")
    said = repository.run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if said.code == 0:
        return said.line
    shown = brief(revision, width=40).strip('"')
    remote, slash, branch = revision.partition("/")
    is_remote = bool(slash) and remote in repository.run("remote").line.split("\n")
    is_shallow = repository.run("rev-parse", "--is-shallow-repository").line == "true"
    # Written out: a clone of one branch would fetch, and not keep the name.
    fetch = f"git fetch --depth=1 {remote} {branch}:refs/remotes/{remote}/{branch}"
    if is_shallow:
        if not is_remote:
            fetch = "git fetch --depth=1 origin main:refs/remotes/origin/main"
            fetch = f"{fetch}` for `git:origin/main`, `git fetch --unshallow"
        raise ConfigError(
            at=spec,
            what=f"revision `{shown}` is not in this shallow clone",
            fix=f"fetch it first: `{fetch}`; with actions/checkout also `fetch-depth: 0`",
        )
    raise ConfigError(
        at=spec,
        what=f"there is no revision `{shown}` in this repository",
        fix=f"fetch it first: `{fetch}`" if is_remote else "name a branch, a tag or a commit",
    )


def _listed(spec: str, commit: str, repository: _Repository) -> list[_Entry]:
    """What stands in the folder of the lock."""
    tree = f"{commit}:{repository.path}"
    said = repository.run("ls-tree", "-z", "-l", "--full-tree", tree, most=MOST_LISTED_BYTES)
    if said.code != 0 and not said.error.startswith(("fatal: Not a valid object name", "fatal: not a tree")):
        raise _failed(spec, said)
    found = []
    for line in said.out.split(b"\0") if said.code == 0 else ():
        about, _, name = line.partition(b"\t")
        if name and is_lock_file(os.fsdecode(name)):
            mode, kind, number, size = about.decode("ascii").split()
            found.append(_Entry(mode, kind, number, int(size) if size.isdigit() else 0, os.fsdecode(name)))
    if sum(entry.size for entry in found if entry.size <= MOST_LOCK_BYTES) > MOST_BYTES:
        raise ConfigError(
            at=spec,
            what=f"the lock in that revision has more than {MOST_BYTES >> 20} MB",
            fix="name another revision, or a path: `--mcp-baseline=FOLDER`",
        )
    return sorted(found, key=lambda entry: entry.name)


def _files(spec: str, entries: Sequence[_Entry], repository: _Repository) -> list[LockFile]:
    wanted = [entry for entry in entries if _is_read(entry)]
    bodies = dict(zip((entry.name for entry in wanted), _bodies(spec, wanted, repository), strict=True))
    files = []
    for entry in entries:
        file = LockFile(entry.name, f"{spec}:{repository.path}/{entry.name}", bodies.get(entry.name))
        if entry.kind != "blob":
            file = bad_file(file, *NO_FILE)
        elif entry.mode == "120000":
            file = bad_file(file, *LINK)
        elif not _is_read(entry):
            file = bad_file(file, *too_large(entry.size))
        elif file.content is None:
            what = "cannot be read: this clone does not have its content"
            file = bad_file(file, LockFault.UNREADABLE, what, "fetch it whole: `git fetch --refetch`")
        files.append(file)
    return files


def _is_read(entry: _Entry) -> bool:
    return entry.kind == "blob" and entry.mode != "120000" and entry.size <= MOST_LOCK_BYTES


def _bodies(spec: str, entries: Sequence[_Entry], repository: _Repository) -> Iterator[bytes | None]:
    """The content of each, in one command; None for one that the repository lacks."""
    if not entries:
        return
    asked = "".join(f"{entry.object}\n" for entry in entries).encode("ascii")
    most = sum(entry.size + 100 for entry in entries)
    said = repository.run("cat-file", "--batch", most=most, given=asked)
    if said.code != 0:
        raise _failed(spec, said)
    at = 0
    for _ in entries:
        end = said.out.index(b"\n", at)
        header = said.out[at:end].split()
        at = end + 1
        if len(header) != 3 or header[1] != b"blob":
            yield None
            continue
        size = int(header[2])
        yield said.out[at : at + size]
        at += size + 1


def _run(command: Sequence[str], cwd: Path, most: int, given: bytes) -> _Said:
    """One git command: no shell, no more than `most` bytes of answer, and no longer than `WITHIN`."""
    variables = {key: value for key, value in os.environ.items() if key not in _OF_ONE_REPOSITORY}
    variables |= {
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
    # Files, not pipes: nobody has to read one end while the other is written.
    with tempfile.TemporaryFile() as questions, tempfile.TemporaryFile() as complaints:
        questions.write(given)
        questions.seek(0)
        with subprocess.Popen(
            command, cwd=cwd, env=variables, stdin=questions, stdout=subprocess.PIPE, stderr=complaints
        ) as process:
            late = threading.Event()
            watch = threading.Timer(WITHIN, _stop, (process, late))
            watch.start()
            try:
                assert process.stdout is not None
                out = process.stdout.read(most + 1)
                if len(out) > most:
                    process.kill()
                process.wait()
            finally:
                watch.cancel()
                process.kill()
        complaints.seek(0)
        error = complaints.read(4096).decode("utf-8", "replace").strip()
    if late.is_set():
        return _Said(-1, b"", f"it gave no answer within {WITHIN:g} s")
    if len(out) > most:
        return _Said(-1, b"", f"its answer has more than {most} bytes")
    return _Said(process.returncode, out, error.partition("\n")[0])


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _failed(spec: str, said: _Said) -> ConfigError:
    reason = said.error.removeprefix("fatal: ") or f"it ended with {said.code}"
    return ConfigError(
        at=spec,
        what=f"git cannot read the revision: {brief(reason, width=60)}",
        fix="make `git status` run in this folder, or name a path: `--mcp-baseline=FOLDER`",
    )


# -- paths


def _of_path(spec: str, path: Path) -> Lock:
    if path.is_dir():
        inner = path / LOCK
        return _there(spec, read_lock(inner if inner.is_dir() else path))
    if not os.path.lexists(path):
        if path.name == LOCK:
            raise ConfigError(at=spec, what=f"there is no lock at `{spec}`", fix=_WRITE_IT)
        raise ConfigError(
            at=spec,
            what=f"`{spec}` does not exist",
            fix="name a lock folder, a tools/list file, or a revision: `git:origin/main`",
        )
    try:
        size = path.stat().st_size
        if not path.is_file() or size > MOST_LOCK_BYTES:
            raise _unusable(spec, "is no file" if size <= MOST_LOCK_BYTES else "has more than 50 MB")
        content = path.read_bytes()
        data = json.loads(content, parse_constant=lambda _: None)
    except OSError as error:
        raise _unusable(spec, f"cannot be read: {error.strerror or type(error).__name__}") from error
    except (ValueError, RecursionError) as error:
        raise _unusable(spec, "is no JSON") from error
    if isinstance(data, dict) and "format" in data:
        return lock_of([LockFile(path.name, str(path), content)])
    return _of_tools_list(spec, path, data)


def _there(spec: str, lock: Lock) -> Lock:
    if not lock.exists:
        raise ConfigError(at=spec, what=f"there is no file of a lock in `{spec}`", fix=_WRITE_IT)
    return lock


def _unusable(spec: str, what: str) -> ConfigError:
    return ConfigError(
        at=spec,
        what=f"`{spec}` {what}",
        fix='name a lock folder, or a JSON file like `{"tools": [...]}`, as tools/list gives it',
    )


def _of_tools_list(spec: str, path: Path, data: object) -> Lock:
    """The one server of a tools/list file, by the name of the file; whole replies of JSON-RPC too."""
    if isinstance(data, dict) and isinstance(data.get("result"), dict):
        data = data["result"]
    listed = data.get("tools") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(listed, list):
        raise _unusable(spec, "has no list `tools`")
    tools: dict[str, JSONObject] = {}
    problems = []
    for index, tool in enumerate(listed):
        name = tool.get("name") if isinstance(tool, dict) else None
        if not isinstance(name, str) or name in tools:
            twice = f"is one more `{name}`" if isinstance(name, str) else "is no tool with a name"
            problems.append(
                LockProblem(
                    LockFault.WRONG_SHAPE,
                    str(path),
                    f"`{path.name}` has an element `tools[{index}]` that {twice}",
                    "ask the server again: tools/list gives objects, each with a name of its own",
                    server=path.stem,
                )
            )
        else:
            tools[name] = tool
    server = Locked(name=path.stem, tools=tools, version=_version(data))
    return Lock((server,), tuple(problems))


def _version(data: JSONObject) -> str | None:
    """What the server said in `initialize`, where the file tells that too."""
    value: object = data
    for key in ("initialize", "serverInfo", "version"):
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None
