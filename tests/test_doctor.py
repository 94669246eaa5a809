"""`pytest-mcp-contract doctor`, as a person meets it."""

import re
from pathlib import Path

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.cli import main
from pytest_mcp_contract.doctor import APPEARS, CONNECTS, QUESTIONS, WORKS

ROW = """
names = ["weather"]

[oauth_providers.acme]
client_id_env = "ACME_ID"
client_secret_env = "ACME_SECRET"
scopes = ["read"]

[servers.weather]
id = 1
availability = "manual"
python = "tests.servers.vendor:server"
token_env = "ACME_TOKEN"
is_restricted = "weather_flag"
tools_stakes = { get_item = "never_ask" }

[servers.weather.server_info]
name = "weather"
authorization = { provider = "acme", supported_use_cases = ["platform_actions"] }
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one server whose tools have no stakes but one."""
    (tmp_path / "mcp_contract.toml").write_text(ROW)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACME_ID", "x")
    monkeypatch.delenv("ACME_SECRET", raising=False)
    return tmp_path


def test_every_question_is_answered_with_the_checks_behind_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours."""
    code = main(["doctor", "weather"])

    text = capsys.readouterr().out
    assert code == 1
    for question in QUESTIONS:
        assert question in text
    assert "availability `manual`: a person has to add it" in text
    assert "restricted by `weather_flag`" in text
    assert "`ACME_ID` is set" in text
    assert "`ACME_SECRET` is not set here" in text
    assert "no redirect URI is stated" in text
    assert "has no stake" in text
    assert "[MCP120]" in text


def test_a_server_that_is_in_no_registry_is_named_with_those_that_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours."""
    code = main(["doctor", "wether"])

    assert code == 2
    assert "there is no server `wether`" in capsys.readouterr().err


def test_every_check_that_the_doctor_names_exists() -> None:
    """Provenance: ours."""
    known = {check.name for check in all_checks()}

    assert {name for names in QUESTIONS.values() for name in names} <= known


def test_the_embedded_server_is_in_good_health(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Provenance: ours. Its recorded requests show that the token is passed on."""
    monkeypatch.chdir(tmp_path)

    code = main(["doctor", "github", "--mcp-registry", "reference"])

    text = capsys.readouterr().out
    assert code == 0, text
    assert re.search(r"\b([1-9]\d*) of \1 recorded requests carry an authorization header", text)


@pytest.mark.parametrize(
    ("sound", "broken", "question", "told"),
    [
        ('availability = "manual"', 'availability = "manuel"', APPEARS, '"manuel"'),
        ('is_restricted = "weather_flag"', "is_preview = true", APPEARS, "`is_preview` is true"),
        ('provider = "acme"', 'provider = "akme"', CONNECTS, "`akme`, and `oauth_providers` has no such"),
        ('["platform_actions"]', '["platform"]', CONNECTS, 'use case "platform"'),
        ("is_restricted", "allow_multiple_instances = false\nis_restricted", CONNECTS, "is false"),
        ('get_item = "never_ask"', 'get_item = "maybe"', WORKS, 'stake "maybe"'),
    ],
)
def test_a_defect_of_the_row_answers_its_question(
    folder: Path, capsys: pytest.CaptureFixture[str], sound: str, broken: str, question: str, told: str
) -> None:
    """Provenance: GUIDE.md, Troubleshooting."""
    assert sound in ROW
    (folder / "mcp_contract.toml").write_text(ROW.replace(sound, broken))

    main(["doctor", "weather"])

    assert told in answers(capsys.readouterr().out)[question]


def test_what_is_wrong_with_a_neighbour_is_no_answer(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. Checks of the whole registry speak of every row."""
    neighbour = ROW[ROW.index("[servers.weather]") :].replace("weather", "tides").replace("acme", "none")
    (folder / "mcp_contract.toml").write_text(f"{ROW}\n{neighbour.replace('id = 1', 'id = 2')}")

    main(["doctor", "weather"])

    out = capsys.readouterr().out
    assert "none" not in answers(out)[CONNECTS]
    assert "tides" not in out


def test_a_provider_that_the_registry_has_no_table_for_is_told_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours."""
    head, row = ROW.split("[oauth_providers.acme]")
    (folder / "mcp_contract.toml").write_text(head + row[row.index("[servers.weather]") :])

    main(["doctor", "weather"])

    assert answers(capsys.readouterr().out)[CONNECTS].count("`acme`") == 1


def test_a_row_without_what_others_state_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours. Nothing of it is a defect."""
    row = '[servers.weather]\nid = 1\npython = "tests.servers.vendor:server"\navailability = "manual"\n'
    (folder / "mcp_contract.toml").write_text(row)

    main(["doctor", "weather"])

    found = answers(capsys.readouterr().out)
    assert "..  the registry states no list of names" in found[APPEARS]
    assert "..  the row states no authorization: users connect nothing" in found[CONNECTS]
    assert "is set" not in found[CONNECTS]
    assert "offers " in found[WORKS]


def test_a_provider_that_names_no_variables_cannot_connect(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours."""
    (folder / "mcp_contract.toml").write_text(
        ROW.replace('client_id_env = "ACME_ID"\n', "").replace('scopes = ["read"]', "scopes = []")
    )

    assert main(["doctor", "weather"]) == 1

    found = answers(capsys.readouterr().out)[CONNECTS]
    assert "no  provider `acme` names no `client_id_env`" in found
    assert "`ACME_SECRET` is not set here; it must be where users connect" in found
    assert "scopes: none stated" in found


def test_a_server_that_does_not_start_offers_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours."""
    (folder / "mcp_contract.toml").write_text(
        ROW.replace("tests.servers.vendor:server", "no_such_module_at_all:server")
    )

    assert main(["doctor", "weather"]) == 1

    found = answers(capsys.readouterr().out)[WORKS]
    assert "no_such_module_at_all" in found
    assert "offers" not in found


def test_a_server_without_tools_has_none_to_judge(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    (folder / "doctor_bare.py").write_text(
        'from mcp.server import MCPServer\n\nserver = MCPServer("weather", version="1.0.0")\n'
    )
    (folder / "mcp_contract.toml").write_text(
        ROW.replace("tests.servers.vendor:server", "doctor_bare:server").replace(
            'tools_stakes = { get_item = "never_ask" }\n', ""
        )
    )

    main(["doctor", "weather"])

    assert "offers 0 tools over protocol " in answers(capsys.readouterr().out)[WORKS]


def answers(report: str) -> dict[str, str]:
    """What stands under each question."""
    found: dict[str, str] = {}
    for part in report.split("\n\n"):
        question, _, rest = part.strip().partition("\n")
        found[question] = rest
    return found
