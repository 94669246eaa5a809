"""English for generated code: plurals, articles, lists."""

from collections.abc import Sequence

_HISSES = ("s", "x", "z", "ch", "sh")
_VOWELS = "aeiou"


def plural(word: str) -> str:
    """`company` -> `companies`, `box` -> `boxes`, `ticket` -> `tickets`."""
    if word.endswith("y") and word[-2:-1] not in tuple(_VOWELS):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(_HISSES) else f"{word}s"


def singular(word: str) -> str:
    """The other way round, as far as the ending tells; a word that is none stays as it is."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "zzes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def with_article(words: str) -> str:
    """`an issue`, `a ticket`."""
    return f"{'an' if words[:1].lower() in tuple(_VOWELS) else 'a'} {words}"


def listed(words: Sequence[str], joint: str = "and") -> str:
    """`one, two and three`."""
    return f"{', '.join(words[:-1])} {joint} {words[-1]}" if len(words) > 1 else "".join(words)


def camel(snake: str) -> str:
    """`support_ticket` -> `SupportTicket`."""
    return "".join(part.capitalize() for part in snake.split("_"))
