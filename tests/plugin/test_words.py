"""Words of the command line that a run cannot use are one error, before anything is started."""

from pathlib import Path

import pytest

from pytest_mcp_contract.activate import fuzzing, gating
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Registry
from pytest_mcp_contract.options import OPTIONS, RECORD_MODES, Settings
from pytest_mcp_contract.recording import called_tools, with_calls, writing

TWO = {
    "servers": {
        "jira": {"name": "jira", "id": 1, "command": ["no-such-program"]},
        "jira.beta": {
            "name": "jira.beta",
            "id": 2,
            "command": ["no-such-program"],
            "tools_stakes": {"get_issue": "never_ask"},
        },
    }
}
CALL = ["jira.get_issue", "{}"]


@pytest.fixture
def config(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> pytest.Config:
    """The options of this run, of which a test may set others; nothing of ours is asked for."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(pytestconfig, "args", ["tests"])
    monkeypatch.setattr(pytestconfig, "args_source", pytest.Config.ArgsSource.TESTPATHS)
    for option in OPTIONS:
        monkeypatch.setattr(pytestconfig.option, option.dest, None)
    for name, value in {"dist": "no", "tx": []}.items():
        monkeypatch.setattr(pytestconfig.option, name, value, raising=False)
    return pytestconfig


def refused(config: pytest.Config, **options: object) -> ConfigError:
    """Why a run with these options would end at once."""
    vars(config.option).update(options)
    settings = Settings(config)
    with pytest.raises(ConfigError) as raised:
        read(settings, config)
    return raised.value


def read(settings: Settings, config: pytest.Config) -> None:
    """Understand the options, as the start of a run does."""
    writing(settings, config)
    gating(settings, config)
    fuzzing(settings, seed=1)
    with_calls(settings, Registry.model_validate(TWO))


@pytest.mark.parametrize(
    ("options", "at", "what", "fix"),
    [
        ({"mcp_record": "always"}, "--mcp-record=always", "is no mode", "write one of "),
        ({"mcp_lock": "maybe"}, "--mcp-lock=maybe", "is no word", "write one of "),
        ({"mcp_versions": "drop"}, "--mcp-versions=drop", "is no word", "write one of "),
        ({"mcp_fuzz": "hard"}, "--mcp-fuzz=hard", "is no mode", "write one of "),
        ({"mcp_call": [["jira.get_issue", "{key: 1}"]]}, "--mcp-call jira.get_issue",
         "arguments are no JSON object: {key: 1}", "write '{"),
        ({"mcp_call": [["jira.get_issue", "[1]"]]}, "--mcp-call jira.get_issue",
         "arguments are no JSON object: [1]", "write '{"),
        ({"mcp_call": [["slack.send", "{}"]]}, "--mcp-call slack.send", "there is no server `slack`",
         "write SERVER.TOOL, with a server of jira, jira.beta"),
        ({"mcp_call": [["jira", "{}"]]}, "--mcp-call jira", "names no tool", "write SERVER.TOOL"),
        ({"mcp_call": [["jira.beta.get_isue", "{}"]]}, "--mcp-call jira.beta.get_isue",
         "`jira.beta` has no tool `get_isue` in `tools_stakes`", "did you mean `get_issue`?"),
        ({"mcp_call": [CALL, CALL], "mcp_case": "normal"}, "--mcp-call jira.get_issue",
         "`jira.get_issue` has another example called `normal`, with one cassette", "name another case"),
    ],
    ids=[
        "record", "lock", "versions", "fuzz", "no JSON", "no object", "no server", "no tool", "unknown tool",
        "twice",
    ],
)  # fmt: skip
def test_a_word_that_is_none_is_named_with_what_may_stand_there(
    config: pytest.Config, options: dict[str, object], at: str, what: str, fix: str
) -> None:
    """Provenance: ours. What stands in an ini file, no parser has looked at."""
    error = refused(config, **options)

    assert (error.at, error.what) == (at, what)
    assert error.fix.startswith(fix)


@pytest.mark.parametrize(
    ("options", "at"),
    [
        ({"mcp_update_lock": True}, "--mcp-update-lock"),
        ({"mcp_update_goldens": True}, "--mcp-update-goldens"),
        ({"mcp_record": "new"}, "--mcp-record"),
    ],
    ids=["lock", "goldens", "cassettes"],
)
def test_files_are_not_written_by_several_processes(
    config: pytest.Config, options: dict[str, object], at: str
) -> None:
    """Provenance: ours."""
    error = refused(config, dist="load", tx=["popen"], **options)

    assert error.at == at
    assert error.what.startswith("refused with the workers of pytest-xdist: each would ")
    assert error.fix == "add `-n 0`"


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [
        (pytest.Config.ArgsSource.TESTPATHS, ["tests"], ["PATH"]),
        (pytest.Config.ArgsSource.ARGS, ["other"], ["PATH", "other"]),
        (pytest.Config.ArgsSource.ARGS, ["other", "PATH"], ["other", "PATH"]),
    ],
    ids=["alone", "before another", "named twice"],
)
def test_a_path_that_was_taken_for_a_mode_is_an_argument_again(
    config: pytest.Config,
    tmp_path: Path,
    source: pytest.Config.ArgsSource,
    before: list[str],
    after: list[str],
) -> None:
    """Provenance: argparse, which gives an optional word to the option before it."""
    (tmp_path / "mcp_contract.toml").write_text("format = 1\n", encoding="utf-8")
    named = f"{tmp_path / 'mcp_contract.toml'}::jira"
    config.args[:] = [word.replace("PATH", named) for word in before]
    config.args_source = source
    config.option.mcp_record = named

    asked = writing(Settings(config), config)

    assert asked.record == RECORD_MODES[0]
    assert config.args == [word.replace("PATH", named) for word in after]
    assert config.args_source is pytest.Config.ArgsSource.ARGS


def test_a_call_is_an_example_of_the_server_with_the_longest_name(config: pytest.Config) -> None:
    """Provenance: ours. Names of servers may hold dots."""
    config.option.mcp_call = [["jira.beta.get_issue", '{"key": "EX-1"}'], ["jira.search", "{}"]]
    settings = Settings(config)

    registry = with_calls(settings, Registry.model_validate(TWO))

    assert called_tools(settings, registry) == {"jira.beta": ("get_issue",), "jira": ("search",)}
    (example,) = registry.servers["jira.beta"].tool("get_issue").examples
    assert example.arguments == {"key": "EX-1"}
    assert not registry.servers["jira"].tool("get_issue").examples
    assert fuzzing(settings, seed=1).mode == "off", "a call that is asked for is made alone"
