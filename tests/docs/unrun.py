"""Commands of the documentation that are not run here, each with the reason; they are parsed all the same."""

from fnmatch import fnmatchcase

from tests.docs.pages import Block, Command

UNRUN = (
    ("*", "pip install *", "asks a package index; `make five-minutes` follows the pages of docs/start"),
    (
        "*",
        "*npx -y @modelcontextprotocol/server-everything*",
        "asks npm; `make real-servers` runs that server",
    ),
    ("README.md", "pytest --mcp-contract", "stands above with its output"),
    ("*", "npm *", "builds a server of the reader's own"),
    ("*", "go build *", "needs Go, which nothing here needs; the page's server is a script in its place"),
    ("*/select-and-waive.md", "* -n 4*", "starts four interpreters; tests/plugin runs with workers"),
    ("README.md", "make *", "the whole of CI is these"),
)
"""Page, command, reason; `*` stands for anything. A command whose output is shown is always run."""


def is_run(block: Block, command: Command) -> bool:
    """Whether no row above speaks of a command."""
    return not any(_is_meant(row, block, command) for row in UNRUN)


def is_needed(row: tuple[str, str, str], block: Block) -> bool:
    """Whether a row speaks of a command of a block."""
    return any(_is_meant(row, block, command) for command in block.commands())


def _is_meant(row: tuple[str, str, str], block: Block, command: Command) -> bool:
    page, words, _ = row
    if command.shown is not None:
        return False
    return fnmatchcase(block.page, page) and fnmatchcase(command.words, words)
