"""What commands say where not every character can be shown."""

import io
import sys
from pathlib import Path

import pytest

from pytest_mcp_contract.cli import main


@pytest.mark.parametrize(
    ("encoding", "errors", "shown"),
    [
        ("utf-8", "strict", "grün → 日 …"),
        ("cp1252", "strict", "grün -> \\u65e5 …"),
        ("ascii", "surrogateescape", "gr\\u00fcn -> \\u65e5 ..."),
    ],
)
def test_what_does_not_fit_is_spelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, errors: str, shown: str
) -> None:
    """Provenance: Windows' consoles, and `LC_ALL=C`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mcp_contract.toml").write_text("format = 1\n[servers]\n", encoding="utf-8")
    told = io.BytesIO()
    stream = io.TextIOWrapper(told, encoding=encoding, errors=errors, write_through=True)
    monkeypatch.setattr(sys, "stderr", stream)

    code = main(["doctor", "grün → 日 …"])

    assert code == 2
    assert f"there is no server `{shown}`" in told.getvalue().decode(encoding)
    assert stream.errors == errors


def test_what_somebody_has_chosen_for_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: Python, PYTHONIOENCODING=ascii:replace."""
    monkeypatch.chdir(tmp_path)
    told = io.BytesIO()
    stream = io.TextIOWrapper(told, encoding="ascii", errors="replace", write_through=True)
    monkeypatch.setattr(sys, "stderr", stream)

    assert main(["explain", "grün"]) == 2
    assert b"`gr?n`" in told.getvalue()
