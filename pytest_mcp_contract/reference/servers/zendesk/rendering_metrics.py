"""The metrics of a ticket as short Markdown for a model."""

from pytest_mcp_contract.reference.markdown import blocks, utc
from pytest_mcp_contract.reference.results import Err, Result
from pytest_mcp_contract.reference.servers.zendesk.schemas import Spans, TicketMetric
from pytest_mcp_contract.reference.servers.zendesk.wording import reason

_LONGEST_MINUTES = 60.0 * 24 * 366 * 1_000


def render_metrics(metrics: Result[TicketMetric]) -> str:
    """The metrics under their heading, or why there are none."""
    if isinstance(metrics, Err):
        return blocks("## Metrics", f"The metrics could not be read. {reason(metrics)}")
    return blocks("## Metrics", "\n".join(_lines(metrics.value)) or "Zendesk has no metrics of this ticket.")


def duration(minutes: float) -> str:
    """`1 hour 5 minutes`, rounded to whole minutes before the hours are split off."""
    if abs(minutes) > _LONGEST_MINUTES:
        return "more than a thousand years"
    whole = round(minutes)
    hours, rest = divmod(abs(whole), 60)
    parts = [_unit(hours, "hour")] if hours else []
    parts += [_unit(rest, "minute")] if rest or not hours else []
    return ("minus " if whole < 0 else "") + " ".join(parts)


def _unit(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"


def _lines(metric: TicketMetric) -> list[str]:
    counts = {
        "Public replies": metric.replies,
        "Reopened": metric.reopens,
        "Groups": metric.group_stations,
        "Assignees": metric.assignee_stations,
    }
    spans = {
        "First reply after": metric.reply_time_in_minutes,
        "First resolution after": metric.first_resolution_time_in_minutes,
        "Full resolution after": metric.full_resolution_time_in_minutes,
        "Agent waited": metric.agent_wait_time_in_minutes,
        "Requester waited": metric.requester_wait_time_in_minutes,
        "On hold": metric.on_hold_time_in_minutes,
    }
    moments = {
        "First assigned": metric.initially_assigned_at,
        "Assigned": metric.assigned_at,
        "Solved": metric.solved_at,
    }
    return [
        *(f"- {name}: {number}" for name, number in counts.items() if number is not None),
        *(f"- {name}: {told}" for name, span in spans.items() if (told := _both(span))),
        *(f"- {name}: {utc(moment)}" for name, moment in moments.items() if moment),
    ]


def _both(span: Spans | None) -> str:
    """`2 hours (in business hours: 1 hour)`."""
    if span is None:
        return ""
    calendar = "" if span.calendar is None else duration(span.calendar)
    business = "" if span.business is None else duration(span.business)
    if calendar and business and calendar != business:
        return f"{calendar} (in business hours: {business})"
    return calendar or (f"{business} in business hours" if business else "")
