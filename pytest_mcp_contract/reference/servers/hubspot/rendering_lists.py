"""Properties, owners and associations as short Markdown for a model: one line that sums up, then the rows.

Pure functions. Text of strangers stands last in its line or is escaped, so it cannot change what is around
it.
"""

import re
from collections.abc import Iterable, Sequence

from pytest_mcp_contract.reference.budget import cost, rows_within
from pytest_mcp_contract.reference.excerpt import line_from
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, fact, inline, one_line
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.hubspot.cursors import next_page
from pytest_mcp_contract.reference.servers.hubspot.object_types import named, one, several
from pytest_mcp_contract.reference.servers.hubspot.rendering import ROWS_BUDGET
from pytest_mcp_contract.reference.servers.hubspot.schemas import (
    AssociatedObject,
    AssociationBatch,
    AssociationList,
    Owner,
    OwnerList,
    PropertyDefinition,
    PropertyList,
    PropertyOption,
)

NAME_LIMIT = 300
"""For what a caller may have to pass on as it is, such as a value or a label."""
ABOUT_LIMIT = 160
DESCRIPTION_BUDGET = 700
LONGEST_FILTER = 200
"""What list_properties takes as a part of a name."""
OPTIONS_IN_A_ROW = 8
OPTIONS_BUDGET = 300
LABELS_BUDGET = 2_400
"""For the labels of one association: more than the 50 that HubSpot allows take."""
TEAMS_BUDGET = 60
TEAMS_OF_ONE_BUDGET = 2_400
EMAIL = r"^[^@\s]{1,64}@[A-Za-z0-9.-]{1,255}$"
LONGEST_EMAIL = 320
OWNER_LIMIT = NAME_LIMIT + LONGEST_EMAIL
"""For the name of an owner and the address, which list_owners takes as it is."""


def render_properties(
    found: PropertyList,
    object_type: str,
    *,
    name_contains: str,
    writable_only: bool,
    start_at: int,
    options_start_at: int,
    description_from: int = 1,
) -> str:
    """The properties from number `start_at`, by name, as many as fit; a single one with all its options."""
    kind = "writable property" if writable_only else "property"
    matching = sorted(
        (
            each
            for each in found.results
            if _matches(each, name_contains) and not (writable_only and _is_read_only(each))
        ),
        key=lambda each: each.name,
    )
    having = f" with {one_line(name_contains)} in the name or label" if name_contains.strip() else ""
    if not matching:
        plural = kind.replace("property", "properties")
        return f"No {plural} of {several(object_type)}{having}."
    exact = [each for each in matching if each.name.casefold() == name_contains.strip().casefold()]
    if exact or len(matching) == 1:
        return _single((exact or matching)[0], object_type, options_start_at, description_from)
    here = matching[start_at - 1 :]
    if not here:
        return f"There are {len(matching)} properties; there is no number {start_at}."
    rows = rows_within(map(_property_row, here), ROWS_BUDGET)
    last = start_at - 1 + len(rows)
    number = counted(len(matching), kind, kind.replace("property", "properties"))
    part = f", {len(rows)} of them here" if len(rows) < len(matching) else ""
    return blocks(
        f"{number} of {several(object_type)}{part}{having}:",
        "\n".join(rows),
        follow_up("properties", "list_properties", start_at=last + 1) if last < len(matching) else "",
        _more_options(here[: len(rows)], options_start_at),
    )


def render_owners(found: OwnerList, *, email: str, archived: bool, after: str | None = None) -> str:
    """A page of owners, as many as fit, and how to get the next one."""
    kind = "archived owner" if archived else "owner"
    having = f" with the e-mail address {one_line(email)}" if email else ""
    if not found.results:
        return f"No {kind}s{having}."
    budget = TEAMS_OF_ONE_BUDGET if len(found.results) == 1 else TEAMS_BUDGET
    rows = rows_within((_owner_row(owner, budget) for owner in found.results), ROWS_BUDGET)
    head = f"{counted(len(rows), kind)}{having}:"
    more = next_page("owners", "list_owners", found.paging, rows=len(rows), here=len(found.results))
    cut = "" if email else _more_teams(found.results[: len(rows)], budget, after)
    return blocks(head, "\n".join(rows), more, cut)


def render_associations(found: AssociationList, object_type: str, record: str, to_object_type: str) -> str:
    """A page of ids with their labels, as many as fit, and how to get the next one."""
    of = named(object_type, record)
    if not found.results:
        return f"No {several(to_object_type)} are associated with {of}."
    rows = rows_within(map(_association_row, found.results), ROWS_BUDGET)
    number = counted(len(rows), one(to_object_type), several(to_object_type))
    paging = found.paging
    more = next_page(
        several(to_object_type), "list_associations", paging, rows=len(rows), here=len(found.results)
    )
    return blocks(
        f"{number} associated with {of}, by id:", "\n".join(rows), _how_to_read(to_object_type), more
    )


def render_association(
    made: AssociationBatch, from_record: tuple[str, str], to_record: tuple[str, str]
) -> str:
    """What is associated now, with the labels that HubSpot confirms."""
    ends = f"{named(*from_record)} with {named(*to_record)}"
    labels = [label for each in made.results for label in each.labels or ()]
    return f"Associated {ends}" + (f", labelled {_within(labels, LABELS_BUDGET)}." if labels else ".")


def _matches(each: PropertyDefinition, text: str) -> bool:
    wanted = text.strip().casefold()
    return wanted in each.name.casefold() or wanted in (each.label or "").casefold()


def _is_read_only(each: PropertyDefinition) -> bool:
    changes = each.modification_metadata
    return bool(each.calculated or (changes and changes.read_only_value))


def _property_row(each: PropertyDefinition) -> str:
    """`- stage (enumeration, read-only; a, b and 3 more): Label. Description`."""
    values = [option.value for option in each.options or ()]
    options = f"; {_some(values, _options_in_a_row(each))}" if values else ""
    about = one_line(_about(each), ABOUT_LIMIT)
    head = f"- {inline(each.name, NAME_LIMIT)} ({', '.join(_kinds(each))}{options})"
    return f"{head}: {about}" if about else head


def _about(each: PropertyDefinition) -> str:
    return ". ".join(filter(None, (each.label, each.description)))


def _options_in_a_row(each: PropertyDefinition) -> int:
    values = [option.value for option in (each.options or ())[:OPTIONS_IN_A_ROW]]
    return _fitting(values, OPTIONS_BUDGET)


def _more_options(shown: Sequence[PropertyDefinition], options_start_at: int) -> str:
    """How to get the other options of the first property whose options are cut, and of the others.

    The same call shows the whole of a label or description that is cut.
    """
    cut = [each for each in shown if 0 < len(each.name) <= LONGEST_FILTER]
    fewer = [each.name for each in cut if len(each.options or ()) > _options_in_a_row(each)]
    shorter = [
        each.name for each in cut if one_line(_about(each), ABOUT_LIMIT) != one_line(_about(each), 10**6)
    ]
    anew: dict[str, JSON] = {"options_start_at": 1} if options_start_at > 1 else {}
    whole = "is whole where its name is name_contains"
    if fewer:
        more = follow_up("options", "list_properties", name_contains=fewer[0], **anew)
        rest = " The name of any other property as name_contains shows its options." if fewer[1:] else ""
        return more + rest + (f" A description that ends with … {whole}." if shorter else "")
    if shorter:
        more = follow_up("words", "list_properties", name_contains=shorter[0], **anew)
        return more + (f" Any other description that ends with … {whole}." if shorter[1:] else "")
    return ""


def _kinds(each: PropertyDefinition) -> Iterable[str]:
    yield inline(each.type or "", 40) or "unknown type"
    if _is_read_only(each):
        yield "read-only"
    if each.has_unique_value:
        yield "unique"
    if each.hidden:
        yield "hidden"


def _single(each: PropertyDefinition, object_type: str, start_at: int, description_from: int) -> str:
    """One property with its options from number `start_at`, as many as fit."""
    head = f"# Property {inline(each.name, NAME_LIMIT)} of {several(object_type)}"
    facts = [
        *fact("Label", each.label),
        f"- Type: {', '.join(_kinds(each))}",
        *fact("Shown as", one_line(each.field_type or "", 40)),
        *_description(each.description or "", description_from),
    ]
    options = each.options or []
    here = options[start_at - 1 :]
    if not options:
        return blocks(head, "\n".join(facts))
    if not here:
        there = f"There are {len(options)} options; there is no number {start_at}."
        return blocks(head, "\n".join(facts), there)
    rows = rows_within(map(_option_row, here), ROWS_BUDGET - cost("\n".join([head, *facts])))
    last = start_at - 1 + len(rows)
    part = f", {len(rows)} of them here" if len(rows) < len(options) else ""
    return blocks(
        head,
        "\n".join(facts),
        f"## {counted(len(options), 'option')}{part}",
        "\n".join(rows),
        follow_up("options", "list_properties", options_start_at=last + 1) if last < len(options) else "",
    )


def _description(text: str, start: int) -> list[str]:
    shown, rest = line_from(
        text,
        start,
        most=DESCRIPTION_BUDGET,
        more=lambda following: follow_up("characters", "list_properties", description_from=following),
    )
    part = f" from character {start}" if start > 1 else ""
    return [f"- Description{part}: {shown}", *([f"  {rest}"] if rest else [])] if shown else []


def _option_row(option: PropertyOption) -> str:
    hidden = " (hidden)" if option.hidden else ""
    label = one_line(option.label or "", NAME_LIMIT)
    return f"- {inline(option.value, NAME_LIMIT)}{hidden}" + (f": {label}" if label else "")


def _owner_row(owner: Owner, teams_budget: int) -> str:
    """`- 31872455 (user 3326038, queue; West, East): Ada Lovelace, ada@example.com`."""
    about = [
        *([f"user {owner.user_id}"] if owner.user_id else []),
        *(["queue"] if owner.type == "QUEUE" else []),
    ]
    teams = _teams(owner)
    facts = "; ".join(
        filter(None, (", ".join(about), f"teams {_within(teams, teams_budget)}" if teams else ""))
    )
    name = " ".join(filter(None, (owner.first_name, owner.last_name)))
    shown = one_line(", ".join(filter(None, (name.strip(), owner.email))), OWNER_LIMIT) or "(no name)"
    return f"- {inline(owner.id, 40)}{f' ({facts})' if facts else ''}: {shown}"


def _teams(owner: Owner) -> list[str]:
    return [team.name for team in owner.teams or () if team.name]


def _more_teams(shown: Sequence[Owner], budget: int, after: str | None) -> str:
    """How to get the other teams of the first owner whose teams are cut, and of the others."""
    cut = [
        owner.email
        for owner in shown
        if _fitting(_teams(owner), budget) < len(_teams(owner))
        and re.fullmatch(EMAIL, owner.email or "")
        and len(owner.email or "") <= LONGEST_EMAIL
    ]
    if not cut:
        return ""
    anew: dict[str, JSON] = {"after": None} if after else {}
    more = follow_up("teams", "list_owners", email=cut[0], **anew)
    return f"{more} The email of any other owner shows all teams of that one." if cut[1:] else more


def _association_row(each: AssociatedObject) -> str:
    labels = [kind.label for kind in each.association_types or () if kind.label]
    shown = f": {_within(labels, LABELS_BUDGET)}" if labels else ""
    return f"- {inline(str(each.to_object_id), 40)}{shown}"


def _how_to_read(object_type: str) -> str:
    """The tool that shows more of such a record."""
    if object_type in ("contacts", "companies", "deals"):
        return f"To read one, call get_{one(object_type)}."
    return "To read them, call search_crm_objects with a filter on hs_object_id."


def _some(values: Sequence[str], limit: int) -> str:
    rest = len(values) - limit
    listed = ", ".join(filter(None, (inline(value, NAME_LIMIT) for value in values[:limit])))
    return listed + (f" and {rest} more" if rest > 0 else "")


def _within(values: Sequence[str], budget: int) -> str:
    """As many of the values as fit, and how many more there are."""
    return _some(values, _fitting(values, budget))


def _fitting(values: Sequence[str], budget: int) -> int:
    return len(rows_within((inline(value, NAME_LIMIT) for value in values), budget))
