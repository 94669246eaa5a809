"""What was redacted in a recording is redacted in its replay, so that they fit each other."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pytest_mcp_contract.checks.upstream.mcp402_rendering_differs_from_golden import (
    rendering_differs_from_golden,
)
from pytest_mcp_contract.model import (
    CassetteHeader,
    Exchange,
    Experiment,
    Registry,
    Replay,
    Request,
    Response,
)
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.settings import Limits, Writing
from pytest_mcp_contract.observe.upstream.cassette import Cassette, cassette_path, write
from tests.observe.helpers import CALL, START

BASE = "https://api.acme.example"
JSON_TYPE = (("Content-Type", "application/json"),)
SECRET = "s1gning/secret+of=acme"

Play = Callable[..., Replay]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Plays the cassette of one tool, in an observer of its own."""
    made: list[Observer] = []

    def played(tool: str, *needs: Experiment, goldens: bool = False) -> Replay:
        row = {
            "name": "mailing",
            "python": "tests.servers.mailing:server",
            "upstream": {"ACME_API_URL": BASE},
            "tools_stakes": {"invite": "never_ask", "show_key": "never_ask"},
        }
        registry = Registry.model_validate(
            {"servers": {"mailing": row}, "file": tmp_path / "mcp_contract.toml"}
        )
        made.append(
            Observer(
                registry,
                rootdir=tmp_path,
                limits=Limits(start=START, call=CALL),
                writing=Writing(goldens=goldens),
            )
        )
        replays = made[-1].replays("mailing", tool, needs)
        assert isinstance(replays, tuple), replays
        (replay,) = replays
        assert isinstance(replay, Replay), replay
        return replay

    yield played
    for observer in made:
        observer.close()


def mail(sender: str, to: str = "kim@corp.de", role: str = "") -> Exchange:
    body = json.dumps({"from": sender, "to": to, "role": role or sender.partition("@")[0]}).encode()
    return Exchange(Request("POST", f"{BASE}/mails", JSON_TYPE, body), Response(201, "", JSON_TYPE, b"{}"))


def person(seen_by: str, owner: str = "kim@corp.de") -> Exchange:
    return Exchange(
        Request("GET", f"{BASE}/people/{owner.replace('@', '%40')}?seen_by={seen_by}"),
        Response(200, "OK", JSON_TYPE, json.dumps({"name": "Kim", "by": "desk@acme.io"}).encode()),
    )


def record(folder: Path, tool: str, arguments: dict[str, str], *exchanges: Exchange) -> Path:
    """Write a cassette as a recording does: with one redactor, the arguments first."""
    redactor = Redactor(secrets=[SECRET])
    clean = redactor.json(dict(arguments))
    assert isinstance(clean, dict)
    path = cassette_path(folder / "cassettes", "mailing", tool, "normal")
    header = CassetteHeader("mailing", tool, "normal", clean)
    write(Cassette(path, header, tuple(map(redactor.exchange, exchanges))))
    return path


SENDERS = [
    pytest.param(("desk@acme.io", "boss@acme.io"), id="in the order of the replay"),
    pytest.param(("boss@acme.io", "desk@acme.io"), id="in another order"),
]


@pytest.mark.parametrize("senders", SENDERS)
def test_addresses_of_the_server_itself_are_matched_whatever_their_numbers(
    tmp_path: Path, play: Play, senders: tuple[str, str]
) -> None:
    """Provenance: ours. Numbers follow the order of the whole recorded call."""
    mails = map(mail, senders)
    path = record(tmp_path, "invite", {"address": "kim@corp.de"}, *mails, person("boss%40acme.io"))

    replay = play("invite")

    assert replay.header.arguments == {"address": "user-1@example.com"}
    assert not {"acme.io", "corp.de"} & set(path.read_text().replace("%40", "@").split("@"))
    assert (replay.misses, set(replay.played)) == ((), {0, 1, 2})


def test_addresses_of_the_server_are_matched_in_experiments(tmp_path: Path, play: Play) -> None:
    """Provenance: ours. With faults, and in the other process."""
    mails = map(mail, ("boss@acme.io", "desk@acme.io"))
    record(tmp_path, "invite", {"address": "kim@corp.de"}, *mails, person("boss%40acme.io"))

    replay = play("invite", Experiment.FAULTS, Experiment.REPEATS)

    assert replay.faults
    assert [run.fault for run in replay.faults if run.misses] == []
    assert replay.repeats
    assert {repeat.rendering for repeat in replay.repeats} == {replay.rendering}


@pytest.mark.parametrize(
    ("other", "missed"),
    [
        pytest.param(
            (mail("desk@acme.io"), mail("desk@acme.io", role="boss"), person("boss%40acme.io")),
            1,
            id="one twice",
        ),
        pytest.param(
            (mail("desk@acme.io"), mail("boss@acme.io"), person("desk%40acme.io")), 1, id="another one"
        ),
        pytest.param(
            (mail("desk@acme.io", "kim"), mail("boss@acme.io"), person("boss%40acme.io")), 1, id="to a name"
        ),
    ],
)
def test_an_address_of_somebody_else_is_a_miss(
    tmp_path: Path, play: Play, other: tuple[Exchange, ...], missed: int
) -> None:
    """Provenance: ours."""
    record(tmp_path, "invite", {"address": "kim@corp.de"}, *other)

    replay = play("invite")

    assert len(replay.misses) == missed


STATUS = Exchange(Request("GET", f"{BASE}/status"), Response(200, "OK", JSON_TYPE, b'{"status": "up"}'))


def test_a_golden_holds_no_secret_of_the_environment(
    tmp_path: Path, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The golden of a reply that prints one fits wherever it has another value."""
    path = record(tmp_path, "show_key", {}, STATUS)
    monkeypatch.setenv("ACME_SIGNING_SECRET", SECRET)

    play("show_key", goldens=True)
    monkeypatch.setenv("ACME_SIGNING_SECRET", "another-secret-elsewhere")
    replay = play("show_key")

    assert path.with_suffix(".md").read_text() == "up with REDACTED\n"
    assert replay.rendering == "up with another-secret-elsewhere"
    assert list(rendering_differs_from_golden(replay)) == []


def test_a_golden_that_differs_beside_a_secret_is_found_out(
    tmp_path: Path, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The difference is told without the secret."""
    path = record(tmp_path, "show_key", {}, STATUS)
    path.with_suffix(".md").write_text("down with REDACTED\n")
    monkeypatch.setenv("ACME_SIGNING_SECRET", SECRET)

    (finding,) = rendering_differs_from_golden(play("show_key"))

    assert "up with REDACTED" in str(finding)
    assert SECRET not in str(finding)


def test_a_golden_holds_no_address_of_the_server(tmp_path: Path, play: Play) -> None:
    """Provenance: ours. With a number that nobody in the recording has is not promised, only no address."""
    mails = map(mail, ("desk@acme.io", "boss@acme.io"))
    path = record(tmp_path, "invite", {"address": "kim@corp.de"}, *mails, person("boss%40acme.io"))

    play("invite", goldens=True)
    replay = play("invite")

    assert path.with_suffix(".md").read_text() == "invited Kim, ask user-1@example.com\n"
    assert list(rendering_differs_from_golden(replay)) == []
