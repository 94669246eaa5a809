"""What a run that records or writes goldens refuses, and what it says at its end."""

import subprocess
import sys
from pathlib import Path

import pytest

from pytest_mcp_contract.report.golden_diff import SHOWN, difference
from tests.plugin.conftest import Contract, in_process, write_registry

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = """
[servers.weather.tools.get_forecast]
examples = [{ name = "normal", arguments = { city = "Oslo" } }, { name = "empty", arguments = {} }]
"""
CALL = ("--mcp-call", "weather.get_forecast", '{"city": "Rome"}')


@pytest.fixture(autouse=True)
def _registry(project: pytest.Pytester) -> None:
    write_registry(project, in_process("weather"), EXAMPLES)


def is_refused(result: pytest.RunResult, sentence: str) -> bool:
    """Whether the run ended before it began, with one sentence and no traceback."""
    said = result.stderr.str()
    return result.ret == pytest.ExitCode.USAGE_ERROR and sentence in said and "Traceback" not in said


@pytest.mark.parametrize("value", ["true", "1", "yes", "woodpecker"])
def test_recording_is_refused_where_ci_is_set(
    project: pytest.Pytester, contract: Contract, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """Provenance: ours. CI systems write different words there."""
    monkeypatch.setenv("CI", value)

    result = contract("--mcp-record")

    assert is_refused(result, "recording is refused where `CI` is set")
    assert not (project.path / "cassettes").exists()


@pytest.mark.parametrize("value", ["", "0", "False"])
def test_recording_goes_on_where_ci_says_no(
    contract: Contract, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """Provenance: ours."""
    monkeypatch.setenv("CI", value)

    assert contract("--mcp-record", "--collect-only", "-q").ret == 0


@pytest.mark.parametrize("flag", ["--mcp-record", "--mcp-update-goldens"])
def test_writing_is_refused_with_workers_and_goes_on_without(
    project: pytest.Pytester, contract: Contract, flag: str
) -> None:
    """Provenance: ours. Each worker would call the live API, and what was written is told by none."""
    project.makeini("[pytest]\naddopts = -n 2\n")

    with_workers = contract(flag)
    without = contract(flag, "-n", "0", "--mcp-select=MCP104,MCP402")

    assert is_refused(with_workers, f"{flag}: refused with the workers of pytest-xdist")
    assert "add `-n 0`" in with_workers.stderr.str()
    assert without.ret == 0


def test_what_could_not_be_recorded_is_told_once_with_the_way_out(
    project: pytest.Pytester, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    monkeypatch.delenv("WEATHER_KEY", raising=False)
    row = in_process("weather").replace("id = 1", 'id = 1\ntoken_env = "WEATHER_KEY"')
    write_registry(project, row, EXAMPLES)

    result = contract("--mcp-record", "--mcp-select=MCP402,MCP405")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "LOST mcp_contract.toml::weather - 2 checks: example `normal` was not recorded: `WEATHER_KEY`*",
            "mcp-contract: not recorded: weather.get_forecast `normal`, weather.get_forecast `empty`: "
            "`WEATHER_KEY` is not set, *; run it with `WEATHER_KEY=...` in the environment",
        ]
    )
    assert not (project.path / "cassettes").exists()


def test_a_call_over_another_example_is_refused(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. One would be recorded over the other."""
    other = (*CALL[:2], '{"city": "Bern"}')

    two = contract("--mcp-record", *CALL, *other, "--mcp-case=capital")
    taken = contract("--mcp-record", *CALL, "--mcp-case=normal")
    sound = contract("--mcp-record", *CALL, *other, "--mcp-select=MCP402")

    assert is_refused(two, "has another example called `capital`")
    assert is_refused(taken, "has another example called `normal`")
    assert sound.ret == 0
    assert len(list((project.path / "cassettes/weather/get_forecast").glob("call-*.yaml"))) == 2


def test_a_call_of_a_tool_that_is_not_there_is_refused(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. At once where the registry states the tools, else when the server lists them."""
    wrong = ("--mcp-call", "weather.get_forecats", "{}")

    stated = contract(*wrong)
    listed = contract("--mcp-server=weather:server", *wrong)
    sound = contract("--mcp-server=weather:server", *CALL, "--mcp-select=MCP304")

    assert is_refused(stated, "`weather` has no tool `get_forecats` in `tools_stakes`")
    assert "did you mean `get_forecast`?" in stated.stderr.str()
    assert listed.ret == pytest.ExitCode.INTERRUPTED
    listed.stdout.fnmatch_lines(
        ["--mcp-call weather.get_forecats: the server has no such tool; did you mean `get_forecast`?"]
    )
    assert sound.ret == 0


def test_a_difference_is_bounded_and_shows_no_secret_and_no_control_character() -> None:
    """Provenance: ours. An old golden may hold what is a secret today."""
    old = "\n".join(["the s3cret", "\x1b[31mred", *(f"line {number}" for number in range(99))])

    lines = difference(old, "other", clean=lambda text: text.replace("s3cret", "REDACTED"))
    small = difference("a\nb\n", "a\nc\n", clean=str)

    assert len(lines) == SHOWN + 1
    assert lines[-1].startswith("... and ")
    assert "-the REDACTED" in lines
    assert "-\\x1b[31mred" in lines
    assert small[-4:] == [" a", "-b", "+c", " "]


def test_the_report_on_real_traffic_says_in_one_sentence_that_there_is_none(tmp_path: Path) -> None:
    """Provenance: ours. A clone has no recordings beside it."""
    code = (
        "import runpy, pathlib, tests.reference.real_traffic as one;"
        "one.CASSETTES = pathlib.Path('nowhere'); one._report()"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert done.stderr == "real_traffic: there are no recordings; put them into nowhere\n"
