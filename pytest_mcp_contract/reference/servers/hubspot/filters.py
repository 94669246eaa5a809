"""Conditions of a search, as HubSpot takes them."""

from collections.abc import Mapping, Sequence

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.hubspot.arguments import Filter
from pytest_mcp_contract.reference.servers.hubspot.values import epoch_milliseconds

_WITHOUT_VALUE = frozenset({"HAS_PROPERTY", "NOT_HAS_PROPERTY"})
_WITH_LIST = frozenset({"IN", "NOT_IN"})
_COMPARING = frozenset({"LT", "LTE", "GT", "GTE", "BETWEEN"})


def search_body(query: str, filters: Sequence[Filter]) -> Result[dict[str, JSON]]:
    """What a search asks for; an operator with the wrong number of values is told in one sentence.

    Source: https://developers.hubspot.com/docs/api-reference/search/guide
    """
    sent: list[JSON] = []
    for one in filters:
        said = _wrong_number(one)
        if said:
            return Err(f"Nothing was searched, because the filter on {one.property} {said}; correct it.")
        sent.append(dict(_filter(one)))
    body: dict[str, JSON] = {"filterGroups": [{"filters": sent}]} if sent else {}
    return Ok({**body, "query": query} if query.strip() else body)


def _wrong_number(asked: Filter) -> str:
    number = len(asked.values)
    if asked.operator in _WITHOUT_VALUE:
        return f"has values, and {asked.operator} takes none" if number else ""
    if asked.operator in _WITH_LIST:
        return "" if number else f"has no values, and {asked.operator} takes one at least"
    wanted = 2 if asked.operator == "BETWEEN" else 1
    words = "a low and a high one" if wanted == 2 else "exactly one"
    have = "no values" if not number else "1 value" if number == 1 else f"{number} values"
    return "" if number == wanted else f"has {have}, and {asked.operator} takes {words}"


def _filter(asked: Filter) -> Mapping[str, JSON]:
    """One condition; moments are compared as milliseconds."""
    sent: dict[str, JSON] = {"propertyName": asked.property, "operator": asked.operator}
    values = [epoch_milliseconds(one) if asked.operator in _COMPARING else one for one in asked.values]
    if asked.operator in _WITH_LIST:
        return {**sent, "values": list(values)}
    if asked.operator == "BETWEEN":
        return {**sent, "value": values[0], "highValue": values[1]}
    return {**sent, "value": values[0]} if values else sent
