"""Where `local` and `deep` keep the calls that failed, for the next run."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from hypothesis.database import DirectoryBasedExampleDatabase, ExampleDatabase

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSON


class OfOneTool(ExampleDatabase):
    """Keeps the examples of one tool apart from those of all others.

    hypothesis makes a key of the function under test, which is one and the same for all tools: each would
    replay the examples of the others, see them pass, and delete them. For the same reason nothing goes that
    this run has saved: a search for the next defect passes over the one before.
    """

    def __init__(self, database: ExampleDatabase, *, server: str, tool: str, schema: JSON) -> None:
        super().__init__()
        self._database = database
        subject = json.dumps([server, tool, schema], sort_keys=True)
        self._prefix = hashlib.sha256(subject.encode()).digest()[:16]
        self._saved: set[tuple[bytes, bytes]] = set()

    def save(self, key: bytes, value: bytes) -> None:
        """Keep an example."""
        self._saved.add((key, value))
        self._database.save(self._prefix + key, value)

    def fetch(self, key: bytes) -> Iterable[bytes]:
        """The examples that were kept."""
        return self._database.fetch(self._prefix + key)

    def delete(self, key: bytes, value: bytes) -> None:
        """Forget an example of an earlier run."""
        if (key, value) not in self._saved:
            self._database.delete(self._prefix + key, value)

    def move(self, src: bytes, dest: bytes, value: bytes) -> None:
        """Keep an example under another key."""
        self._database.move(self._prefix + src, self._prefix + dest, value)


def database(word: str | None, rootdir: Path) -> ExampleDatabase:
    """The database of `--mcp-database`: a folder, `redis://host:port/number`, or `github://owner/repo`.

    By default a folder of its own beside hypothesis' under the rootdir.

    Raises:
        ConfigError: the word names no database, or a library for it is not installed.
    """
    if not word:
        return DirectoryBasedExampleDatabase(rootdir / ".hypothesis" / "mcp-contract")
    parts = urlsplit(word)
    if parts.scheme in ("redis", "rediss", "unix"):
        try:
            from hypothesis.extra.redis import RedisExampleDatabase
            from redis import Redis
        except ImportError as error:
            raise ConfigError(
                at=f"--mcp-database {parts.scheme}://...",
                what="needs the package `redis`, which is not installed",
                fix="pip install redis",
            ) from error
        return RedisExampleDatabase(Redis.from_url(word), key_prefix=b"mcp-contract:")
    if parts.scheme == "github":
        from hypothesis.database import GitHubArtifactDatabase, MultiplexedDatabase, ReadOnlyDatabase

        owner, repository = parts.netloc, parts.path.strip("/")
        if not owner or not repository:
            raise ConfigError(
                at="--mcp-database", what=f"`{word}` names no repository", fix="github://owner/repo"
            )
        own = DirectoryBasedExampleDatabase(rootdir / ".hypothesis" / "mcp-contract")
        return MultiplexedDatabase(own, ReadOnlyDatabase(GitHubArtifactDatabase(owner, repository)))
    if parts.scheme and "://" in word:
        raise ConfigError(
            at="--mcp-database",
            what=f"`{parts.scheme}://` is no database that is known",
            fix="a folder, redis://host:port/number, or github://owner/repo",
        )
    return DirectoryBasedExampleDatabase(rootdir / word)
