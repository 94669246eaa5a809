"""JSON, SARIF and GitHub's commands are valid, name the place, and stay inert whatever a finding holds."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from pytest_mcp_contract.cli import main
from pytest_mcp_contract.report import github
from pytest_mcp_contract.report.files import ReportFile
from pytest_mcp_contract.report.sarif import as_sarif
from pytest_mcp_contract.report.schema import report_schema
from pytest_mcp_contract.report.wire import ReportData
from tests.report.plain import finding, hostile_run, run, server, verdict

ROOT = Path(__file__).parents[2]
OFFICIAL = ROOT / "build" / "sarif" / "package" / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"


@cache
def official() -> jsonschema_rs.Validator:
    """The validator of SARIF 2.1.0."""
    if not OFFICIAL.is_file():
        missing = "the official SARIF schema is not here: `make test` fetches it"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    schema = json.loads(OFFICIAL.read_text(encoding="utf-8"))
    for table in ("run", "toolComponent"):
        # The pattern of a language has a bracket too many, which is no regular expression in Unicode mode.
        del schema["definitions"][table]["properties"]["language"]["pattern"]
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def sarif(report: ReportData) -> dict[str, Any]:
    """The one run of a log that is valid by the official schema."""
    log = json.loads(as_sarif(report))
    official().validate(log)
    only: dict[str, Any]
    (only,) = log["runs"]
    return only


def test_a_finding_is_a_result_at_the_line_of_the_registry() -> None:
    """Provenance: SARIF 2.1.0, 3.27 and 3.29."""
    (result,) = sarif(run(verdict()))["results"]

    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "mcp_contract.toml", "uriBaseId": "SRCROOT"}
    assert place["region"] == {"startLine": 11}
    assert (result["ruleId"], result["level"]) == ("MCP104", "error")
    assert "id 1, also the id of `weather`" in result["message"]["text"]


def test_a_sound_run_has_no_result_and_was_successful() -> None:
    """Provenance: ours. The other half: nothing is invented."""
    only = sarif(run(verdict(outcome="passed", findings=[])))

    assert only["results"] == []
    assert only["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_a_lost_check_is_an_error_of_the_invocation_and_no_result() -> None:
    """Provenance: ours. "No results" must not look like "nothing is wrong"."""
    only = sarif(run(verdict(outcome="lost", findings=[], reason="`weather` did not start")))

    assert only["results"] == []
    assert only["invocations"][0]["executionSuccessful"] is False
    assert "did not start" in only["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_a_waived_finding_is_suppressed() -> None:
    """Provenance: SARIF 2.1.0, 3.35."""
    (result,) = sarif(run(verdict(outcome="waived", findings=[], waived=[finding()])))["results"]

    assert result["suppressions"] == [{"kind": "external", "status": "accepted"}]


def test_a_fingerprint_outlives_moved_lines_and_other_words() -> None:
    """Provenance: ours. Code scanning closes and opens an alert whose fingerprint changes."""
    before = sarif(run(verdict()))["results"][0]["partialFingerprints"]
    moved = verdict(findings=[finding(line=99, saw="id 1, also the id of `tides`")])
    elsewhere = verdict(findings=[finding(at="servers.other.id")])

    assert sarif(run(moved))["results"][0]["partialFingerprints"] == before
    assert sarif(run(elsewhere))["results"][0]["partialFingerprints"] != before


def test_two_findings_of_one_place_have_two_fingerprints() -> None:
    """Provenance: ours."""
    results = sarif(run(verdict(findings=[finding(), finding(saw="another")])))["results"]

    assert len({json.dumps(one["partialFingerprints"]) for one in results}) == 2


def test_sarif_with_hostile_texts_is_valid_and_not_long() -> None:
    """Provenance: ours."""
    report = hostile_run()

    assert len(sarif(report)["results"]) == 16
    assert len(as_sarif(report)) < 200_000


@pytest.mark.parametrize("kind", ["json", "sarif"])
def test_hostile_texts_reach_the_file_as_valid_json(tmp_path: Path, kind: str) -> None:
    """Provenance: ours. Half of a surrogate pair has no bytes in UTF-8."""
    path = tmp_path / "deep" / "report"

    ReportFile(kind, path).write(hostile_run())

    assert json.loads(path.read_bytes().decode("utf-8"))


def test_a_json_report_has_no_word_that_json_does_not_know(tmp_path: Path) -> None:
    """Provenance: RFC 8259, section 6. A server may answer 1e400, which Python reads as infinite."""
    call = {
        "arguments": {"x": float("inf"), "y": float("nan")},
        "label": "",
        "reply": "",
        "failing": 1,
        "tried": 1,
        "again": "",
        "expect": "",
    }
    path = tmp_path / "report.json"

    ReportFile("json", path).write(run(verdict(findings=[finding(call=call)])))

    assert json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)["format"] == 1


def test_the_published_schema_of_the_report_is_the_one_of_the_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Provenance: ours. `pytest-mcp-contract schema report > docs/formats/report.schema.json`."""
    assert main(["schema", "report"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs" / "formats" / "report.schema.json").read_text("utf-8")


def test_the_schema_takes_a_report_and_refuses_what_is_none() -> None:
    """Provenance: ours."""
    validator = jsonschema_rs.validator_for(report_schema())

    assert validator.is_valid(json.loads(json.dumps(run(verdict(), servers=(server("weather", failed=1),)))))
    assert not validator.is_valid({**run(), "format": 2})
    assert not validator.is_valid({**run(), "verdicts": [{"code": "MCP104"}]})


def test_an_annotation_stands_at_the_line_of_the_registry() -> None:
    """Provenance: GitHub Actions, workflow commands."""
    assert github.annotations(run(verdict())) == [
        "::error file=mcp_contract.toml,line=11,title=MCP104 duplicate-id::"
        "registry: id 1, also the id of `weather`"
    ]


def test_errors_are_annotated_before_warnings_and_no_more_than_are_shown() -> None:
    """Provenance: GitHub Actions shows ten of each level for a step."""
    mild = verdict(outcome="warned", severity="warning", findings=[finding()] * 30)
    grave = verdict(findings=[finding()] * 30)

    lines = github.annotations(run(mild, grave))

    assert [line.split(" ")[0] for line in lines] == ["::error"] * 10 + ["::warning"] * 10


def test_what_passed_or_is_waived_is_not_annotated() -> None:
    """Provenance: ours. The other half."""
    passed = verdict(outcome="passed", findings=[])
    waived = verdict(outcome="waived", findings=[], waived=[finding()])

    assert github.annotations(run(passed, waived)) == []


def test_a_finding_cannot_write_a_command_of_its_own() -> None:
    """Provenance: ours. A line that begins with `::` is a command to the runner."""
    lines = github.annotations(hostile_run())

    assert lines
    assert all(line.startswith(("::error ", "::warning ")) for line in lines)
    assert not any("\n" in line or "\r" in line for line in lines)


def test_the_summary_has_a_row_per_server_and_one_per_finding() -> None:
    """Provenance: ours."""
    text = github.summary(run(verdict(), servers=(server("weather", passed=3, failed=1), server("tides"))))

    assert "| `weather` | 1 | 3 |" in text
    assert "| `tides` |  |  |" in text
    assert "| error | MCP104 duplicate-id | `registry`<br>`mcp_contract.toml:11` |" in text


def test_hostile_texts_are_no_markup_of_the_summary() -> None:
    """Provenance: ours. Within code spans nothing is loaded, linked or mentioned."""
    text = github.summary(hostile_run())

    for line in text.splitlines():
        outside = "".join(line.split("`")[::2])
        assert not {"<script", "<img", "](", "@everyone"} & {
            mark for mark in ("<script", "<img", "](", "@everyone") if mark in outside
        }
    assert len(text) < 200_000
