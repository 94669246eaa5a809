"""What `upstream` of a row may state."""

from urllib.parse import urlsplit

from pytest_mcp_contract.discover.place import Place, clip
from pytest_mcp_contract.discover.table import Table


def drop_unusable_upstream(table: Table, *, at: str, place: Place) -> None:
    """Cut `upstream` out of a row that starts nothing, and every variable without a base URL; report each."""
    stated = table.data.get("upstream")
    if not stated:
        return
    path = f"{at}.upstream"
    if table.data.get("url"):
        what = "`upstream` stands beside `url`: a server that is reached by its URL is given no variable"
        fix = "start the server with `command`, or take `upstream` out"
        table.problems.append(place.problem(path, what, fix))
        table.data = {key: value for key, value in table.data.items() if key != "upstream"}
        table.dropped.add("upstream")
        return
    unusable = [name for name, base in stated.items() if not _is_base(base)]
    for name in unusable:
        what = f"`upstream.{name}` is `{clip(stated[name])}`, which is no base URL"
        fix = f'write the real one, `{name} = "https://api.vendor.example"`'
        table.problems.append(place.problem(f"{path}.{name}", what, fix))
        table.dropped.add("upstream")
    if unusable:
        kept = {name: base for name, base in stated.items() if name not in unusable}
        table.data = {**table.data, "upstream": kept}


def _is_base(text: str) -> bool:
    try:
        parts = urlsplit(text)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and parts.scheme in ("http", "https") and not (parts.query or parts.fragment)
