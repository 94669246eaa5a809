"""Recorded answers and declared schemas beside the description of a made-up vendor."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from pytest_mcp_contract.model import Contradiction, Unchecked
from pytest_mcp_contract.observe.upstream.vendor import NO_DESCRIPTION, NOT_PROVED, OPEN
from pytest_mcp_contract.observe.upstream.vendor_schema import answer_schema
from pytest_mcp_contract.observe.upstream.vendor_witness import Search
from tests.observe.upstream.vendor_made_up import (
    ISSUE,
    V30,
    V31,
    AlwaysAUser,
    AlwaysClosed,
    Fragile,
    Issue,
    KnownStates,
    LaxNumber,
    NeverEmpty,
    OnlyLabels,
    PlainTitle,
    StrictNumber,
    Undescribed,
    changed,
    exchange,
    held,
    verdict,
)

both_versions = pytest.mark.parametrize("document", [V30, V31], ids=["3.0", "3.1"])
WITHOUT_REQUIRED: dict[str, Any] = changed(V30)
del WITHOUT_REQUIRED["components"]["schemas"]["issue"]["required"]


@both_versions
class TestNarrower:
    """Provenance: ours, and for null users the real API of GitHub."""

    def test_a_schema_that_takes_all_is_proved(self, document: dict[str, Any], tmp_path: Path) -> None:
        found = verdict(tmp_path, document, Issue)

        assert (found.narrower, found.not_proved) == ((), "")
        assert found.operation == "GET /repos/{repo}/issues/{number}"

    @pytest.mark.parametrize(
        ("model", "told"),
        [
            (AlwaysAUser, {("/user", "`user: null`", "AlwaysAUser.user")}),
            (KnownStates, {("/state", '`state: "archived"`', "KnownStates.state")}),
            (OnlyLabels, {("/labels/0", '`labels[]: "some text"`', "OnlyLabels.labels[]")}),
            (NeverEmpty, {("/labels", "`labels: []`", "NeverEmpty.labels")}),
            (
                AlwaysClosed,
                {
                    ("/closed_at", "`closed_at: null`", "AlwaysClosed.closed_at"),
                    ("/closed_at", "no `closed_at`", "AlwaysClosed.closed_at"),
                },
            ),
        ],
    )
    def test_what_it_refuses_is_shown(
        self,
        document: dict[str, Any],
        model: type[BaseModel],
        told: set[tuple[str, str, str]],
        tmp_path: Path,
    ) -> None:
        body = {**ISSUE, "closed_at": "2026-02-02T03:04:05Z"}

        found = verdict(tmp_path, document, model, body)

        assert {(one.at, one.sends, one.place) for one in found.narrower} == told
        assert all(one.says for one in found.narrower)

    def test_a_place_below_a_recorded_null_is_found(self, document: dict[str, Any], tmp_path: Path) -> None:
        """Provenance: ours. The recording has neither an assignee nor labels to start from."""
        found = verdict(tmp_path, document, OnlyLabels, {**ISSUE, "labels": []})

        assert [one.sends for one in found.narrower] == ['`labels: ["some text"]`']

    def test_digits_in_a_text_are_no_witness_against_a_model_that_takes_them(
        self, document: dict[str, Any], tmp_path: Path
    ) -> None:
        """Provenance: ours. Its JSON Schema says `integer`; the model itself is asked."""
        assert verdict(tmp_path, document, LaxNumber).narrower == ()

    def test_a_schema_that_refuses_the_recording_is_left_to_the_check_of_that(
        self, document: dict[str, Any], tmp_path: Path
    ) -> None:
        assert verdict(tmp_path, document, StrictNumber).narrower == ()

    def test_an_undescribed_property_that_was_recorded_may_be_demanded(
        self, document: dict[str, Any], tmp_path: Path
    ) -> None:
        assert verdict(tmp_path, document, Undescribed).narrower == ()


def test_absence_is_no_witness_where_nothing_is_listed_as_required(tmp_path: Path) -> None:
    """Provenance: measured, 411 of 474 objects of a vendor state no `required`."""
    body = {**ISSUE, "closed_at": "2026-02-02T03:04:05Z"}

    found = verdict(tmp_path, WITHOUT_REQUIRED, AlwaysClosed, body)

    assert [one.sends for one in found.narrower] == ["`closed_at: null`"]
    assert verdict(tmp_path, WITHOUT_REQUIRED, Issue).not_proved == ""


def test_a_list_of_what_requests_must_have_says_nothing_of_answers(tmp_path: Path) -> None:
    """Provenance: Zendesk's ticket, whose `id` is read-only and not required: the server gives it."""
    document = changed(V30, id={"type": "integer", "readOnly": True})
    document["components"]["schemas"]["issue"]["required"] = ["title"]

    assert verdict(tmp_path, document, Issue).narrower == ()


def test_an_open_description_is_said_to_be_open(tmp_path: Path) -> None:
    """Provenance: Notion's description, whose answers are objects and no more."""
    document = changed(V30)
    document["components"]["schemas"]["issue"] = {"type": "object"}

    found = verdict(tmp_path, document, AlwaysAUser)

    assert (found.narrower, found.not_proved) == ((), OPEN)


def test_a_recorded_contradiction_does_not_hide_another_place(tmp_path: Path) -> None:
    """Provenance: ours. The recorded title is none, yet a null user is still found."""
    found = verdict(tmp_path, changed(V30, code={"type": "integer"}), AlwaysAUser)

    assert [one.sends for one in found.narrower] == ["`user: null`"]
    assert [one.at for one in found.contradictions] == ["/code"]


def test_the_form_of_a_text_that_is_not_told_is_neither_proved_nor_refused(tmp_path: Path) -> None:
    """Provenance: Jira, whose keys are described as strings and no more."""
    found = verdict(tmp_path, V30, PlainTitle)

    assert (found.narrower, found.not_proved) == ((), NOT_PROVED)


def test_a_schema_in_a_file_is_held_against_it_too(tmp_path: Path) -> None:
    """Provenance: ours. A server in another language has no pydantic."""
    user = {"type": "object", "required": ["login"]}
    schema = {"type": "object", "properties": {"user": user}}
    (tmp_path / "issue.json").write_text(json.dumps(schema), encoding="utf-8")

    found = verdict(tmp_path, V30, "issue.json")

    assert [(one.sends, one.place) for one in found.narrower] == [("`user: null`", "issue.user")]


def test_a_model_that_fails_refuses(tmp_path: Path) -> None:
    """Provenance: ours. In production the same KeyError comes with the first archived issue."""
    # Something else that is not proved: `covers` sees no validators.
    document = changed(V30, title={"type": "array", "items": {}})

    found = verdict(tmp_path, document, Fragile)

    assert ("/state", "raises KeyError") in {(one.at, one.says) for one in found.narrower}


def test_a_search_is_bounded() -> None:
    """Provenance: ours. A description of a thousand properties ends, too."""
    vendor = answer_schema(V30, "/repos/{repo}/issues/{number}", "GET", 200)
    assert vendor is not None
    search = Search(vendor, None, lambda body: "", "Issue", most=5)

    search.run([ISSUE])

    assert search.tried == 5


def test_an_endpoint_is_judged_once_for_a_tool(tmp_path: Path) -> None:
    """Provenance: ours. Ten cassettes of one endpoint are ten recordings and one finding."""
    first, second = held(tmp_path, V30, AlwaysAUser, [exchange(), exchange({**ISSUE, "id": 2})])

    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    assert (len(first[0].narrower), len(second[0].narrower)) == (1, 0)


class TestContradictions:
    """Both sides are shown; what nobody can know is not."""

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"title": None}, Contradiction("/title", "a string", "null")),
            ({"state": "lost"}, Contradiction("/state", 'one of ["open", "closed", "archived"]', '"lost"')),
            ({"user": {}}, Contradiction("/user/login", "always there", "absent")),
            ({"labels": [{"name": 7}]}, Contradiction("/labels/0/name", "a string", "7")),
            ({"created_at": "yesterday"}, Contradiction("/created_at", 'format "date-time"', '"yesterday"')),
        ],
    )
    @both_versions
    def test_the_place_and_both_sides_are_told(
        self, document: dict[str, Any], change: dict[str, Any], told: Contradiction, tmp_path: Path
    ) -> None:
        assert verdict(tmp_path, document, Issue, {**ISSUE, **change}).contradictions == (told,)

    @pytest.mark.parametrize(
        "change",
        [
            {},
            {"user": None},
            {"created_at": "REDACTED"},
            {"state": "REDACTED"},
            {"user": {"login": "octocat", "email": "REDACTED"}},
            {"user": {"login": "octocat", "email": "user-1@example.com"}},
            {"created_at": "2026-01-02T03:04:05.000+0000"},
            {"undescribed": 1},
        ],
    )
    def test_these_contradict_nothing(self, change: dict[str, Any], tmp_path: Path) -> None:
        """Provenance: ours; the offset without a colon is what Jira sends."""
        assert verdict(tmp_path, V30, Issue, {**ISSUE, **change}).contradictions == ()

    def test_an_error_is_compared_where_it_is_described(self, tmp_path: Path) -> None:
        known, unknown = held(tmp_path, V30, Issue, [exchange({}, status=404), exchange({}, status=429)])

        assert isinstance(known, tuple)
        assert isinstance(unknown, tuple)
        assert known[0].contradictions == (Contradiction("/message", "always there", "absent"),)
        assert unknown[0].contradictions == ()

    def test_a_success_that_is_not_described_is_told(self, tmp_path: Path) -> None:
        (found,) = held(tmp_path, V30, Issue, [exchange(status=202)])

        assert isinstance(found, tuple)
        assert [one.recorded for one in found[0].contradictions] == ["status 202"]


class TestNoDescription:
    """What there is not is said once, with the way out."""

    def test_a_row_without_one(self, tmp_path: Path) -> None:
        assert held(tmp_path, V30, Issue, openapi=None) == [Unchecked(NO_DESCRIPTION)]

    def test_a_file_that_is_not_there_is_lost(self, tmp_path: Path) -> None:
        (said,) = held(tmp_path, V30, Issue, openapi="gone.json")

        assert said == Unchecked("`openapi` names `gone.json`, which is not there", lost=True)

    @pytest.mark.parametrize("document", [{}, {"openapi": "3.0.0"}, {"paths": []}])
    def test_a_file_that_is_no_description_is_lost(self, document: dict[str, Any], tmp_path: Path) -> None:
        (said,) = held(tmp_path, document, Issue)

        assert isinstance(said, Unchecked)
        assert said.lost
        assert said.reason.startswith("`openapi` names `vendor.json`, which")
