"""`pytest-mcp-contract doctor`, as a person meets it."""

from pathlib import Path

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.cli import main
from pytest_mcp_contract.doctor import QUESTIONS

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
    assert "13 of 13 recorded requests carry an authorization header" in text
