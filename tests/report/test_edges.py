"""Reports at their limits: nothing to say, too much to say, and what workers send home."""

import codecs
import io
import json
from pathlib import Path

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.cli import main
from pytest_mcp_contract.model import Failing, Finding, Outcome, Registry, Severity, Verdict, Work
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.recording import notes
from pytest_mcp_contract.report import github
from pytest_mcp_contract.report.failure import FailureBlock
from pytest_mcp_contract.report.fitting import fit
from pytest_mcp_contract.report.gather import Gatherer
from pytest_mcp_contract.report.progress import LiveLine
from pytest_mcp_contract.report.sarif import as_sarif
from pytest_mcp_contract.report.text import block
from pytest_mcp_contract.report.wire import VerdictData, to_data
from pytest_mcp_contract.runner import Run
from tests.report.plain import finding, run, server, verdict

CHECK = next(check for check in all_checks() if check.code == "MCP104")


def judged(*findings: Finding, outcome: Outcome = Outcome.FAILED, rerun: str = "") -> Verdict:
    """What a check said of a server."""
    return Verdict(
        node_id="mcp_contract.toml::weather::MCP104",
        code="MCP104",
        name="duplicate-id",
        severity=Severity.ERROR,
        outcome=outcome,
        server="weather",
        tool=None,
        findings=findings,
        rerun=rerun,
    )


# -- text


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        (
            Failing({"city": "日"}, "boundary: longest", ""),
            ['      call  {"city": "日"}', "      try   boundary: longest"],
        ),
        (
            Failing({}, "example normal", "refused", failing=2, tried=9, again="pytest --mcp-call x"),
            [
                "      call  {}",
                "      try   example normal",
                "      reply refused",
                "      of    smallest of 2 failing calls, 9 tried",
                "      again pytest --mcp-call x",
            ],
        ),
    ],
    ids=["only the call", "all of it"],
)
def test_of_a_call_only_what_is_known_is_shown(call: Failing, shown: list[str]) -> None:
    """Provenance: ours."""
    lines = block(judged(Finding("/name", "odd", call=call)), CHECK).splitlines()

    start = lines.index(shown[0])
    assert lines[start : start + len(shown)] == shown
    assert lines[start + len(shown)].startswith("  why ")


def test_a_verdict_that_cannot_be_had_alone_names_no_command() -> None:
    """Provenance: ours."""
    alone, with_others = (
        block(judged(Finding("/name", "odd"), rerun=rerun), CHECK) for rerun in ("pytest x", "")
    )

    assert "\n  run   pytest x" in alone
    assert "  run " not in with_others


# -- GitHub Actions and SARIF


def test_no_summary_is_written_where_no_file_is_named(tmp_path: Path) -> None:
    """Provenance: the vendor's GITHUB_STEP_SUMMARY, which old runners do not set."""
    file = tmp_path / "summary.md"

    github.add_summary({"GITHUB_ACTIONS": "true"}, run(verdict()))
    assert not file.exists()

    github.add_summary({"GITHUB_STEP_SUMMARY": str(file)}, run(verdict()))
    assert file.read_text(encoding="utf-8") == github.summary(run(verdict()))


def test_a_summary_without_findings_ends_with_the_servers() -> None:
    """Provenance: ours."""
    report = run(verdict(outcome="passed", findings=[]), servers=(server("weather", passed=3),))

    assert github.summary(report) == (
        "## MCP contract: `mcp_contract.toml`\n\n| server | passed |\n|---|---:|\n| `weather` | 3 |\n"
    )


def test_a_summary_of_too_much_counts_the_rest() -> None:
    """Provenance: the vendor's limit of 1 MiB."""
    text = github.summary(run(verdict(findings=[finding(line=number) for number in range(203)])))

    assert text.endswith("\n\n... and 3 findings more.\n")
    assert text.count("MCP104") == 200


def test_a_log_of_too_many_results_keeps_the_worst_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: the limits of GitHub's code scanning, made smaller here."""
    monkeypatch.setattr("pytest_mcp_contract.report.sarif._MOST_RESULTS", 3)
    mild = verdict(outcome="warned", severity="warning", findings=[finding(at=f"a{n}") for n in range(3)])
    grave = verdict(findings=[finding(at="b"), finding(at="c")], code="MCP105")

    (only,) = json.loads(as_sarif(run(mild, grave)))["runs"]

    assert [result["level"] for result in only["results"]] == ["error", "error", "warning"]
    (note,) = only["invocations"][0]["toolExecutionNotifications"]
    assert note["level"] == "warning"
    assert note["message"]["text"] == "2 results more than a file may hold"


def test_a_file_outside_the_project_stands_for_itself(tmp_path: Path) -> None:
    """Provenance: SARIF 2.1.0, 3.4."""
    file = tmp_path / "a registry.toml"

    (only,) = json.loads(as_sarif(run(verdict(findings=[finding(file=str(file))]))))["runs"]

    place = only["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": file.as_uri()}


# -- what workers send home


def sent_home(report: pytest.TestReport | None) -> pytest.TestReport | None:
    """A report as it arrives from a worker, from what pytest has made of it."""
    hook = Gatherer(list).pytest_report_from_serializable({})
    next(hook)
    with pytest.raises(StopIteration) as ended:
        hook.send(report)
    arrived: pytest.TestReport | None = ended.value.value
    return arrived


def report_of(longrepr: str | None, sent: VerdictData | None = None) -> pytest.TestReport:
    """The report of an item, with the verdict that a worker has sent along."""
    report = pytest.TestReport(
        "mcp_contract.toml::weather::MCP104",
        ("mcp_contract.toml", 6, "weather"),
        {},
        "failed" if longrepr else "passed",
        longrepr,
        "call",
    )
    if sent is not None:
        vars(report)["mcp_verdict"] = sent
    return report


def test_a_verdict_of_a_worker_is_one_again_with_its_block() -> None:
    """Provenance: pytest-xdist sends reports as JSON, and a failure as its text."""
    there = judged(Finding("/name", "odd"))

    arrived = sent_home(report_of("error: odd", to_data(there)))

    assert arrived is not None
    assert vars(arrived)["mcp_verdict"] == there
    assert isinstance(arrived.longrepr, FailureBlock)
    assert str(arrived.longrepr) == str(FailureBlock("error: odd", "mcp_contract.toml", 6))


def test_a_verdict_without_a_text_and_a_report_of_a_test_stay_as_they_are() -> None:
    """Provenance: pytest-xdist."""
    sound = judged(outcome=Outcome.PASSED)
    passed = sent_home(report_of(None, to_data(sound)))
    other = report_of("assert False")

    assert passed is not None
    assert vars(passed)["mcp_verdict"] == sound
    assert passed.longrepr is None
    assert sent_home(other) is other
    assert other.longrepr == "assert False"
    assert sent_home(None) is None


def test_a_line_that_nobody_sees_is_not_written(capfd: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours. Looking at the work is harmless where there is no terminal."""
    line = LiveLine(lambda: Work("weather", "start", 3_600.0, 0))

    line.look()
    line.pytest_unconfigure()

    assert capfd.readouterr() == ("", "")


# -- streams


def test_a_stream_that_was_closed_meanwhile_is_left_alone() -> None:
    """Provenance: ours."""
    closed, open_one = (io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict") for _ in range(2))
    undo = fit([closed, open_one, io.StringIO()])
    assert closed.errors == open_one.errors != "strict"

    closed.close()
    undo()

    assert open_one.errors == "strict"


def test_what_cannot_be_read_is_not_spelled() -> None:
    """Provenance: ours. Only what is written can be."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    undo = fit([stream])
    name = stream.errors or ""
    undo()

    assert "grün → 日".encode("ascii", name).decode("ascii") == "gr\\u00fcn -> \\u65e5"
    with pytest.raises(UnicodeDecodeError):
        codecs.decode(b"\xfc", "ascii", name)


# -- pages


def test_every_check_has_a_page_and_the_index_leads_to_it(tmp_path: Path) -> None:
    """Provenance: ours."""
    folder = tmp_path / "docs" / "checks"

    assert main(["pages", str(folder)]) == 0

    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = {path.name for path in folder.iterdir()} - {"README.md"}
    assert pages == {f"{check.code.lower()}.md" for check in all_checks()}
    assert all(f"({page})" in index for page in pages)


def test_pages_that_cannot_be_written_are_one_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours."""
    (tmp_path / "docs").write_text("a file", encoding="utf-8")

    assert main(["pages", str(tmp_path / "docs")]) == 2

    error = capsys.readouterr().err
    assert "cannot be written: " in error
    assert "name another folder" in error


# -- the end of a run that wrote goldens


def test_goldens_beyond_what_a_screen_shows_are_named_without_their_changes(tmp_path: Path) -> None:
    """Provenance: ours."""
    observer = Observer(Registry(), rootdir=tmp_path)
    try:
        ended = Run(Registry(), (), observer, tmp_path)
        old = "\n".join(f"line {number}" for number in range(99))
        paths = [tmp_path / f"{number}.txt" for number in range(12)]
        observer.written.goldens.extend(paths)
        observer.written.replaced.update(dict.fromkeys(paths, (old, "other")))
        observer.written.kept = 2
        observer.written.stale.extend(paths[:4])
        lines = notes(ended)
    finally:
        observer.close()

    assert [line.split("\n")[0] for line in lines[:12]] == [f"wrote {number}.txt" for number in range(12)]
    assert "\n  -line 0\n" in lines[0]
    assert lines[11] == "wrote 11.txt"
    assert lines[12] == "more goldens have changed than are shown: see `git diff`"
    assert lines[13] == "kept 2 cassettes as they are"
    assert lines[14].startswith("4 cassettes older than ")
    assert "(0.txt, 1.txt, 2.txt and more): record anew with --mcp-record=new" in lines[14]
