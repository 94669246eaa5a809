"""What somebody wants of a new server, read from words of the command line."""

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model.entry import REGISTRY, STAKES
from pytest_mcp_contract.scaffold.words import camel, plural, singular

Kind: TypeAlias = Literal["get", "list", "search", "count", "create", "update", "comment", "delete", "send"]

READING: tuple[Kind, ...] = ("get", "list", "search", "count")
OF_MANY: tuple[Kind, ...] = ("list", "search", "count")
"""Kinds whose tools are named by a plural."""
VERBS: Mapping[str, Kind] = {
    "get": "get",
    "list": "list",
    "search": "search",
    "count": "count",
    "create": "create",
    "add": "create",
    "update": "update",
    "comment_on": "comment",
    "delete": "delete",
    "remove": "delete",
    "send": "send",
    "post": "send",
}
"""What a tool's name may begin with, and what such a tool does."""
PAST: Mapping[str, str] = {
    "create": "created",
    "add": "added",
    "update": "updated",
    "comment_on": "commented",
    "delete": "deleted",
    "remove": "removed",
    "send": "sent",
    "post": "posted",
}
STAKE_OF: Mapping[Kind, str] = {
    **dict.fromkeys(READING, STAKES[0]),
    **dict.fromkeys(("create", "update", "comment"), STAKES[1]),
    **dict.fromkeys(("delete", "send"), STAKES[2]),
}
"""The guide's level for each, and the lowest that a tool of that kind may have."""
RESERVED = (REGISTRY, "provider")
"""Names that stand for something else in a registry, or beside the files of servers."""

_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_MOST_NAME = 30
_MOST_NOUN = 20
_MOST_TITLE = 30
_MOST_URL = 80


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that tools are about."""

    one: str
    """In snake case, as `support_ticket`."""
    many: str

    @property
    def model(self) -> str:
        """Its class."""
        return camel(self.one)

    @property
    def words(self) -> str:
        """For a sentence."""
        return self.one.replace("_", " ")

    @property
    def words_many(self) -> str:
        """For a sentence, about several."""
        return self.many.replace("_", " ")


@dataclass(frozen=True, slots=True)
class WantedTool:
    """One tool: what it is called, does, and how much is asked before it runs."""

    name: str
    kind: Kind
    noun: Noun
    stake: str

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.kind in READING

    @property
    def past(self) -> str:
        """`created`, `sent`: what it has done, in a word."""
        return PAST[self.name.removesuffix(f"_{self.noun.one}")]

    @property
    def renderer(self) -> str:
        """The function that words its reply."""
        match self.kind:
            case "get":
                return f"render_{self.noun.one}"
            case "list":
                return f"render_{self.noun.many}_page"
            case "search":
                return f"render_found_{self.noun.many}"
            case "count":
                return f"render_{self.noun.one}_count"
            case "comment":
                return f"render_comment_on_{self.noun.one}"
            case _:
                return f"render_{self.past}_{self.noun.one}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A server that is to be there."""

    name: str
    title: str
    """The platform, as people call it."""
    auth: str
    base_url: str
    docs_url: str
    tools: tuple[WantedTool, ...]

    @property
    def variables(self) -> str:
        """What its environment variables begin with."""
        return self.name.upper()

    @property
    def token_env(self) -> str:
        """The variable that holds the credential."""
        return f"{self.variables}_TOKEN" if self.auth == "oauth" else f"{self.variables}_API_KEY"

    @property
    def nouns(self) -> tuple[Noun, ...]:
        """What the tools are about, each once."""
        return tuple(dict.fromkeys(tool.noun for tool in self.tools))

    def kinds(self, noun: Noun) -> frozenset[Kind]:
        """What can be done with one thing."""
        return frozenset(tool.kind for tool in self.tools if tool.noun == noun)


def wanted(*, name: str, title: str, auth: str, base_url: str, docs_url: str, tools: Sequence[str]) -> Wanted:
    """The server that these words ask for; `tools` are `VERB_NOUN` or `VERB_NOUN=STAKE`.

    Raises:
        ConfigError: one of them cannot be used.
    """
    plain = " ".join(title.split())
    if not plain.isprintable() or not 0 < len(plain) <= _MOST_TITLE or set(plain) & set('\\"`{}<>'):
        raise ConfigError(
            at="--platform",
            what=f"{plain[:60]!r} cannot stand in code and sentences",
            fix=f'name the platform in at most {_MOST_TITLE} plain characters: --platform "Acme CRM"',
        )
    it = Wanted(
        name=checked_name(name),
        title=plain,
        auth=auth,
        base_url=_address("--base-url", base_url).rstrip("/"),
        docs_url=_address("--docs-url", docs_url),
        tools=tuple(_tools(tools)),
    )
    classes = ["Timestamp", f"{camel(name)}Object"]
    classes += [noun.model + ending for noun in it.nouns for ending in ("", "Page", "Count", "Comment")]
    for model in classes:
        if classes.count(model) > 1:
            raise ConfigError(
                at="--tool",
                what=f"two things would have the class `{model}`",
                fix="name one of them in another word",
            )
    return it


def checked_name(name: str) -> str:
    """`name`, if a server can have it.

    Raises:
        ConfigError: it cannot.
    """
    if not _is_name(name, _MOST_NAME):
        raise ConfigError(
            at="new-server",
            what=f"{name[:60]!r} is no name in snake_case of at most {_MOST_NAME} characters",
            fix="use small letters, digits and single underscores, beginning with a letter: acme_crm",
        )
    if name in RESERVED:
        raise ConfigError(
            at="new-server", what=f"`{name}` stands for something else", fix=f"call it `{name}_server`"
        )
    return name


def _is_name(text: str, most: int) -> bool:
    return bool(_SNAKE.fullmatch(text)) and not keyword.iskeyword(text) and len(text) <= most


def _address(flag: str, url: str) -> str:
    parts = urlsplit(url)
    # The one host that needs no TLS is this machine.
    is_safe = parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1")
    if not is_safe or not parts.hostname or len(url) > _MOST_URL or re.search(r'[\s"\\`{}<>?#]', url):
        raise ConfigError(
            at=flag,
            what=f"{url[:60]!r} is no plain https:// address of at most {_MOST_URL} characters",
            fix=f"write the whole address: {flag} https://api.acme.example",
        )
    return url


def _tools(words: Iterable[str]) -> Iterator[WantedTool]:
    """Tools by name; a plural belongs to the singular that another tool names."""
    split = [_split(word) for word in words]
    nouns = {one: Noun(one, plural(one)) for _, kind, one, _ in split if kind not in OF_MANY}
    for name, kind, said, stake in sorted({each[0]: each for each in split}.values()):
        known = next((noun for noun in nouns.values() if said in (noun.one, noun.many)), None)
        noun = known or nouns.setdefault(singular(said), Noun(singular(said), said))
        yield WantedTool(name, kind, noun, stake)


def _split(word: str) -> tuple[str, Kind, str, str]:
    """`get_ticket=never_ask` -> its name, kind, noun and stake."""
    name, _, stake = word.partition("=")
    verb = next((verb for verb in VERBS if name.startswith(f"{verb}_")), None)
    noun = name[len(verb) + 1 :] if verb else ""
    if verb is None or not _is_name(noun, _MOST_NOUN):
        raise ConfigError(
            at="--tool",
            what=f"`{name[:60]}` is no VERB_NOUN in snake_case",
            fix=f"begin with one of {', '.join(VERBS)}, and name a thing: --tool get_ticket",
        )
    kind = VERBS[verb]
    lowest = STAKE_OF[kind]
    allowed = (lowest,) if kind in READING else STAKES[STAKES.index(lowest) :]
    if (stake or lowest) not in allowed:
        raise ConfigError(
            at="--tool",
            what=f"`{name}` cannot have the stake `{stake[:30]}`, by what its verb says",
            fix=f"write --tool {name}={lowest}" + (" or a higher one" if len(allowed) > 1 else ""),
        )
    return name, kind, noun, stake or lowest
