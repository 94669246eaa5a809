"""What a server may know of our environment."""

import json

import pytest

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.observe.environment import FIXED_TOKEN, child_environment, filled_in, token
from pytest_mcp_contract.observe.target import Command
from tests.observe.helpers import CALL, script, started


def test_variables_are_filled_in_wherever_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setenv("ACME_HOST", "acme.example")
    monkeypatch.setenv("ACME_EMPTY", "")
    values = {"URL": "https://${ACME_HOST}/${ACME_HOST}${ACME_EMPTY}", "PLAIN": "$ACME_HOST {ACME_HOST} $5"}

    assert filled_in(values, at="env") == {
        "URL": "https://acme.example/acme.example",
        "PLAIN": "$ACME_HOST {ACME_HOST} $5",
    }


def test_a_value_with_a_variable_in_it_is_not_filled_in_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. A secret may well hold `${`."""
    monkeypatch.setenv("ACME_PASSWORD", "pa${ACME_HOST}ss")
    monkeypatch.delenv("ACME_HOST", raising=False)

    assert filled_in({"P": "${ACME_PASSWORD}"}, at="env") == {"P": "pa${ACME_HOST}ss"}


def test_a_variable_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.delenv("ACME_HOST", raising=False)

    with pytest.raises(ConfigError) as caught:
        filled_in({"URL": "https://${ACME_HOST}"}, at="servers.acme.env")

    assert caught.value.at == "servers.acme.env.URL"
    assert caught.value.what == "names `${ACME_HOST}`, which is not set"
    assert caught.value.fix == "set `ACME_HOST` in the environment"


SECRETS = [
    "GITHUB_TOKEN",
    "AWS_SECRET_ACCESS_KEY",
    "NPM_TOKEN",
    "PYPI_PASSWORD",
    "ACME_ANYTHING",
    pytest.param("UV_PUBLISH_TOKEN"),
    pytest.param("UV_PUBLISH_PASSWORD"),
]
NEEDED = [
    "npm_config_cache",
    "NPM_CONFIG_REGISTRY",
    "UV_CACHE_DIR",
    "PIP_INDEX_URL",
    "HTTPS_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "NODE_EXTRA_CA_CERTS",
    "LC_ALL",
    "XDG_CACHE_HOME",
]


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_of_ours_is_not_passed_to_a_child(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setenv(name, "planted-secret")

    assert "planted-secret" not in child_environment({}, None, recording=False).values()


@pytest.mark.parametrize("name", NEEDED)
def test_what_package_runners_need_is_passed_to_a_child(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Without them `npx -y` starts afresh each time, or not at all behind a proxy."""
    monkeypatch.setenv(name, "needed")

    assert child_environment({}, None, recording=False)[name] == "needed"


def test_the_path_is_passed_to_a_child_and_the_rows_own_values_win(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setenv("PATH", "/ours")

    assert child_environment({}, None, recording=False)["PATH"] == "/ours"
    assert child_environment({"PATH": "/theirs"}, None, recording=False)["PATH"] == "/theirs"


def test_a_child_sees_what_it_is_given_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. The SDK adds variables of its own where its transport is used."""
    monkeypatch.setenv("CI_SECRET", "planted-secret")
    monkeypatch.setenv("npm_config_cache", "/cache")
    target = script("tells_environment.py")
    given = child_environment({"OWN": "1"}, "ACME_TOKEN", recording=False)

    with started(Command(target.argv, given)) as session:
        _, reply, _ = session.call("environment", {}, CALL)

    assert reply is not None
    seen = json.loads(reply.texts()[0])
    assert {name: seen[name] for name in given} == given
    assert (seen["OWN"], seen["npm_config_cache"], seen["ACME_TOKEN"]) == ("1", "/cache", FIXED_TOKEN)
    assert "planted-secret" not in seen.values()


def test_the_token_is_a_fixed_word_outside_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Also where none is set: servers that refuse to start without one start."""
    monkeypatch.setenv("ACME_TOKEN", "the-real-token")
    monkeypatch.delenv("OTHER_TOKEN", raising=False)

    assert token("ACME_TOKEN", recording=False) == {"ACME_TOKEN": FIXED_TOKEN}
    assert token("OTHER_TOKEN", recording=False) == {"OTHER_TOKEN": FIXED_TOKEN}


def test_the_token_is_the_real_one_while_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setenv("ACME_TOKEN", "the-real-token")
    monkeypatch.delenv("OTHER_TOKEN", raising=False)

    assert token("ACME_TOKEN", recording=True) == {"ACME_TOKEN": "the-real-token"}
    assert token("OTHER_TOKEN", recording=True) == {}
    assert token(None, recording=True) == {}


def test_the_token_wins_over_the_rows_own_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Else `env = { ACME_TOKEN = "${ACME_TOKEN}" }` would let the real one in."""
    given = child_environment({"ACME_TOKEN": "the-real-token"}, "ACME_TOKEN", recording=False)

    assert given["ACME_TOKEN"] == FIXED_TOKEN
