"""Report files: `--mcp-report KIND=PATH`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.report.sarif import as_sarif
from pytest_mcp_contract.report.wire import ReportData
from pytest_mcp_contract.whole_file import write_whole


def as_json(report: ReportData) -> str:
    """The report as it is; numbers that JSON has no words for (NaN, Infinity) as strings."""
    try:
        text = json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False)
    except ValueError:
        spelled = json.loads(json.dumps(report), parse_constant=str)
        text = json.dumps(spelled, indent=2, ensure_ascii=False)
    return text + "\n"


def as_html(report: ReportData) -> str:
    """The run as a page; the template engine is loaded only where one is asked for."""
    from pytest_mcp_contract.report.html import as_html as page

    return page(report)


KINDS: dict[str, Callable[[ReportData], str]] = {"json": as_json, "sarif": as_sarif, "html": as_html}
"""Word of the option -> the text of the file."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file that the end of the run writes."""

    kind: str
    path: Path

    def write(self, report: ReportData) -> None:
        """Write it. Half of a surrogate pair, for which UTF-8 has no bytes, becomes a question mark."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, KINDS[self.kind](report).encode("utf-8", errors="replace"))


def report_file(mention: str) -> ReportFile:
    """The file that `KIND=PATH` asks for; made empty at once, so that a run does not end in vain.

    Raises:
        ConfigError: the kind is not known, or the file cannot be written.
    """
    kind, _, path = mention.partition("=")
    if kind not in KINDS or not path:
        raise ConfigError(
            at=f"--mcp-report {mention}",
            what=f"is none of {', '.join(f'`{word}=PATH`' for word in KINDS)}",
            fix="write `json=report.json`",
        )
    target = Path(path).absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    except OSError as error:
        raise ConfigError(
            at=f"--mcp-report {mention}", what=f"cannot be written: {error.strerror}", fix="name another file"
        ) from error
    return ReportFile(kind, Path(path))
