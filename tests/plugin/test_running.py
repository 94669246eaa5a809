"""What a run collects, how it ends, and what can be selected."""

import json
import sys

import pytest

from tests.conftest import RunPytest
from tests.plugin.conftest import SOUND_SERVER, Contract, entry, in_process, verdicts, write_registry

NO_DESCRIPTION = SOUND_SERVER.replace(', Field(description="Name of a city.")', ", Field()")


def test_a_sound_registry_is_green(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. The sound twin of everything below."""
    write_registry(project, in_process("weather"))

    result = contract()

    assert result.ret == 0
    result.stdout.fnmatch_lines(
        ["mcp-contract *: 1 server, * checks, registry mcp_contract.toml, seed 0, fuzz off"]
    )
    result.stdout.fnmatch_lines(["mcp-contract: 1 server, * passed, * not exercised"])
    result.stdout.no_fnmatch_line("*FAILED*")


def test_pytest_alone_collects_nothing_of_ours(project: pytest.Pytester, run_pytest: RunPytest) -> None:
    """Provenance: ours. An installed plugin must not change a plain run."""
    write_registry(project, in_process("weather"))
    project.makepyfile(test_own="def test_own(): pass")

    result = run_pytest(project)

    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*mcp_contract.toml*")
    result.stdout.no_fnmatch_line("*mcp-contract:*")


def test_no_registry_is_a_usage_error_with_a_registry_to_copy(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. The first thing a new user meets."""
    result = contract()

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*[[]servers.my_server]*"])
    result.stderr.fnmatch_lines(["*command = *"])
    result.stderr.fnmatch_lines(["*tools_stakes = *"])


def test_what_is_no_number_is_a_usage_error_that_names_the_option(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. Not an internal error, and a sound number beside it is taken."""
    write_registry(project, in_process("weather"))

    result = contract("--mcp-call-timeout=5", "--mcp-durations=many")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --mcp-contract: --mcp-durations: `many` is not a number*"])


def test_an_error_fails_with_code_file_line_and_fix(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Two rows with one id, as when two branches take the same next number."""
    project.makepyfile(tides=SOUND_SERVER.format(name="tides"))
    write_registry(project, in_process("weather"), in_process("tides"))

    result = contract()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "error[[]MCP104] *",
            "  --> mcp_contract.toml:*servers.tides.id",
            "      saw   id 1, also the id of `weather`",
            "  fix   *",
            "  run   pytest --mcp-contract mcp_contract.toml::registry::MCP104",
        ]
    )
    result.stdout.fnmatch_lines(
        ["FAILED mcp_contract.toml::registry::MCP104 - id 1, also the id of `weather`*"]
    )


def test_a_tool_without_a_stake_fails(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. The guide's first checklist item about tools."""
    write_registry(project, in_process("weather").replace("get_forecast =", "other ="))

    result = contract()

    result.stdout.fnmatch_lines(["FAILED *::weather::MCP120 - `get_forecast` has no stake*"])
    result.stdout.fnmatch_lines(["FAILED *::weather::MCP121 - *`other`*"])


def test_a_warning_does_not_fail_the_run(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours."""
    project.makepyfile(weather=NO_DESCRIPTION.format(name="weather"))
    write_registry(project, in_process("weather"))

    result = contract()

    assert result.ret == 0
    result.stdout.fnmatch_lines(["warning[[]MCP202] *", "*mcp-contract: * warned*"])
    result.stdout.fnmatch_lines(["=* warned*"])


def test_what_was_not_exercised_is_not_counted_as_passed(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. No cassette: the upstream checks have nothing to judge."""
    write_registry(project, in_process("weather"))

    found = verdicts(project, contract)

    assert found["mcp_contract.toml::weather::get_forecast::MCP401"]["outcome"] == "not_exercised"
    assert found["mcp_contract.toml::weather::get_forecast::MCP302"]["outcome"] == "passed"


def test_a_waiver_waives_until_its_day(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. One waiver holds, one has expired, one gives no reason, one waives nothing."""
    rows = [in_process("weather").replace("get_forecast =", "gone ="), '[[waivers]]\ncode = "MCP121"']
    rows[1] += '\nserver = "weather"\nreason = "Comes with the next release."\nuntil = 2999-01-01'
    rows.append('[[waivers]]\ncode = "MCP120"\nserver = "weather"\nreason = "Old."\nuntil = 2020-01-01')
    rows.append('[[waivers]]\ncode = "MCP202"\nserver = "weather"')
    rows.append('[[waivers]]\ncode = "MCP201"\nserver = "weather"\nreason = "No such finding."')
    write_registry(project, *rows)

    found = verdicts(project, contract)

    outcomes = {node.removeprefix("mcp_contract.toml::"): item["outcome"] for node, item in found.items()}
    assert outcomes["weather::MCP121"] == "waived"
    assert outcomes["weather::MCP120"] == "failed"
    assert outcomes["registry::MCP004"] == "failed"
    assert outcomes["registry::MCP005"] == "failed"
    assert outcomes["registry::MCP006"] == "warned"
    saws = [finding["saw"] for finding in found["mcp_contract.toml::registry::MCP006"]["findings"]]
    assert saws == ["nothing of `MCP201` on `weather` to waive"]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["mcp_contract.toml::weather::MCP201"], {"weather::MCP201"}),
        (["mcp_contract.toml::weather::get_forecast::MCP302"], {"weather::get_forecast::MCP302"}),
        (["-k", "tool-without-stake"], {"weather::MCP120", "tides::MCP120"}),
        (["-m", "mcp_contract(server='tides', code='MCP201')"], {"tides::MCP201"}),
        (["--mcp-select", "MCP201,tool-without-stake", "-k", "tides"], {"tides::MCP201", "tides::MCP120"}),
        (
            ["--mcp-select=MCP201,MCP202", "--mcp-ignore=parameter-without-description"],
            {"weather::MCP201", "tides::MCP201"},
        ),
    ],
)
def test_items_can_be_selected(
    project: pytest.Pytester, contract: Contract, arguments: list[str], wanted: set[str]
) -> None:
    """Provenance: ours. By node id, word, marker and code."""
    project.makepyfile(tides=SOUND_SERVER.format(name="tides"))
    write_registry(project, in_process("weather"), in_process("tides", id=2))

    found = verdicts(project, contract, *arguments)

    assert {node.removeprefix("mcp_contract.toml::") for node in found} == wanted


def test_a_row_can_ignore_a_check(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Only that row: the other one is still judged."""
    project.makepyfile(tides=SOUND_SERVER.format(name="tides"))
    write_registry(project, in_process("weather") + '\nignore = ["MCP2"]', in_process("tides", id=2))

    found = verdicts(project, contract)

    assert "mcp_contract.toml::tides::MCP201" in found
    assert not [node for node in found if "::weather::MCP2" in node]


def test_an_unknown_code_is_a_usage_error_with_the_nearest_name(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours."""
    write_registry(project, in_process("weather"))

    result = contract("--mcp-select", "tool-without-steak")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*`tool-without-steak` names no check*", "*tool-without-stake*"])


def test_last_failed_runs_just_what_failed(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Names with brackets and colons once turned a failing `--lf` run green."""
    odd = in_process("weather").replace("[servers.weather]", '[servers."we[i]rd::name"]')
    write_registry(project, odd.replace("get_forecast =", "gone ="))

    first, second = contract(), contract("--lf")

    assert first.ret == second.ret == pytest.ExitCode.TESTS_FAILED
    assert "we-i-rd-name-" in second.stdout.str()
    assert second.parseoutcomes()["failed"] == first.parseoutcomes()["failed"]
    assert "passed" not in second.parseoutcomes()


def test_collect_only_starts_no_server(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Without stakes only the server knows its tools; the list says so."""
    mark = (project.path / "started").as_posix()
    start = f'command = ["{sys.executable}", "-c", "open(\'{mark}\', \'w\')"]'
    row = "\n".join(line for line in entry("weather", start).splitlines() if "tools_stakes" not in line)
    write_registry(project, row)

    result = contract("--collect-only", "-q")

    assert not (project.path / "started").exists()
    result.stdout.fnmatch_lines(["mcp_contract.toml::weather::MCP201", "weather: tools are known only to*"])


def test_only_what_is_named_runs(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. A user's own tests beside one server, and no registry met while walking."""
    write_registry(project, in_process("weather"))
    (project.path / "suite").mkdir()
    (project.path / "suite" / "test_own.py").write_text("def test_own(): pass\n")
    (project.path / "suite" / "mcp_contract.toml").write_text("this is no registry")

    result = contract("suite", "mcp_contract.toml::weather::MCP201", "-v")

    result.stdout.fnmatch_lines(["suite/test_own.py::test_own PASSED*"])
    result.stdout.fnmatch_lines(["mcp_contract.toml::weather::MCP201 PASSED*"])
    result.assert_outcomes(passed=2)


def test_two_workers_give_the_same_verdicts_as_one_process(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours."""
    project.makepyfile(tides=NO_DESCRIPTION.format(name="tides"))
    write_registry(
        project,
        in_process("weather"),
        in_process("tides", id=2),
        entry("dead", 'command = ["no-such-program"]', id=3),
    )

    alone = verdicts(project, contract)
    shared = verdicts(project, contract, "-n", "2")

    assert shared == alone
    assert {verdict["outcome"] for verdict in alone.values()} == {
        "passed", "failed", "warned", "lost", "not_exercised"
    }  # fmt: skip


def test_junit_carries_the_first_line_and_the_outcome(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Many CI systems show nothing else."""
    write_registry(project, in_process("weather").replace("get_forecast =", "gone ="))

    contract("--junitxml=junit.xml")

    text = (project.path / "junit.xml").read_text(encoding="utf-8")
    assert 'message="`get_forecast` has no stake' in text.replace("ContractError: ", "")
    assert '<property name="mcp_outcome" value="not_exercised"' in text


def test_the_json_report_has_the_published_shape(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours."""
    write_registry(project, in_process("weather").replace("get_forecast =", "gone ="))

    contract("--mcp-report", "json=out/report.json")

    report = json.loads((project.path / "out" / "report.json").read_text(encoding="utf-8"))
    assert set(report) == {"format", "tool_version", "registry", "servers", "verdicts"}
    assert report["format"] == 1
    assert report["registry"] == "mcp_contract.toml"
    failed = next(item for item in report["verdicts"] if item["code"] == "MCP120")
    assert failed["findings"][0]["file"] == "mcp_contract.toml"
    assert failed["findings"][0]["line"] == 7
    assert failed["findings"][0]["tool"] == "get_forecast"
    assert failed["rerun"] == "pytest --mcp-contract mcp_contract.toml::weather::MCP120"
