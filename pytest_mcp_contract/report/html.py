"""The HTML report: one file that needs no network, and in which nothing of the data is more than text."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.report.overview import OUTCOMES, overview
from pytest_mcp_contract.report.wire import ReportData

MOST = 4_000
"""Characters of one text that are shown."""
_NOT_WORTH_A_CUT = 100
MOST_OPEN = 20
"""Servers up to which those with findings are open from the start."""
SIGNS = {"failed": "✕", "lost": "⊘", "warned": "▲", "waived": "~", "passed": "✓", "not_exercised": "○"}
_HERE = Path(__file__).parent
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
"""Letters that turn the direction of what stands beside them."""


def as_html(report: ReportData) -> str:
    """The run as a page. No script but its own can run: the policy names that by its hash."""
    script = (_HERE / "report.js").read_text(encoding="utf-8")
    run = overview(report)
    said = set(run.codes)
    return _template().render(
        run=run,
        checks=[check for check in all_checks() if check.code in said],
        outcomes=OUTCOMES,
        signs=SIGNS,
        opens=len(run.servers) <= MOST_OPEN,
        style=Markup((_HERE / "report.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_told,
    )
    environment.filters["told"] = _told
    return environment.get_template("report.html.j2")


def _told(value: object) -> object:
    """What the template may write of a value: of foreign text every letter visible, and only so many."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    left = len(value) - MOST
    shown = value if left <= _NOT_WORTH_A_CUT else value[:MOST]
    if not shown.isprintable():
        shown = "".join(map(_visible, shown))
    return shown if left <= _NOT_WORTH_A_CUT else f"{shown}… ({left:,} more characters)"


def _visible(letter: str) -> str:
    if letter.isprintable() or letter in "\n\t":
        return letter
    number = ord(letter)
    is_hostile = (
        number < 0xA0 or 0xD800 <= number < 0xE000 or number in _TURNING or number in (0x2028, 0x2029)
    )
    return f"\\u{number:04x}" if is_hostile else letter
