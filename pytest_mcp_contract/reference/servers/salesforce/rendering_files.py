"""Attachments and files of a record as short Markdown for a model."""

from collections.abc import Iterator, Sequence

from pytest_mcp_contract.reference.markdown import blocks, counted, one_line, utc
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.salesforce.api_helper import FilesOf
from pytest_mcp_contract.reference.servers.salesforce.layout import api_name, fitting
from pytest_mcp_contract.reference.servers.salesforce.schemas import Document, FileRecord
from pytest_mcp_contract.reference.servers.salesforce.soql import cursor_of
from pytest_mcp_contract.reference.timestamp import Timestamp

_UNITS = ("bytes", "kB", "MB", "GB")


def render_files(found: Sequence[FilesOf], record_id: str, *, start_at: int) -> str:
    """Attachments, then files, from number `start_at`, as many as fit, and how to get the next ones."""
    records = [record for one in found for record in one.answer.records]
    total = sum(max(one.answer.total_size, len(one.answer.records)) for one in found)
    if not records:
        return f"Record {record_id} has no attachments or files that this token may see."
    here = records[start_at - 1 :]
    if not here:
        return f"The last file here is number {len(records)}; there is no file {start_at}."
    rows = fitting(_row(record) for record in here)
    last = start_at - 1 + len(rows)
    cut = f", {len(rows)} of them here" if len(rows) < total else ""
    more = (
        [follow_up("files", "list_attachments", start_at=last + 1)]
        if last < len(records)
        else [*_next_pages(found)]
    )
    return blocks(f"{counted(total, 'file')} on record {record_id}{cut}:", "\n".join(rows), *more)


def _next_pages(found: Sequence[FilesOf]) -> Iterator[str]:
    """One call for each kind of which Salesforce has another page."""
    for one in found:
        cursor = "" if one.answer.done else cursor_of(one.answer.next_records_url)
        if cursor:
            yield follow_up("files", "execute_read_query", query=one.query, cursor=cursor)


def _row(record: FileRecord) -> str:
    if record.attributes.type == "ContentDocumentLink" or record.content_document_id:
        return _file(record)
    kind = record.content_type or ""
    about = _about("attachment", record.id, kind, record.body_length, record.last_modified_date)
    return f"- {about}: {one_line(record.name or '') or '(no name)'}"


def _file(record: FileRecord) -> str:
    document = record.content_document or Document()
    kind, size, changed = document.file_extension or "", document.content_size, document.last_modified_date
    about = _about("file", record.content_document_id, kind, size, changed)
    return f"- {about}: {one_line(document.title or '') or '(no title)'}"


def _about(thing: str, record_id: str | None, kind: str, size: int | None, changed: Timestamp | None) -> str:
    parts = [
        *([api_name(one_line(kind, 80))] if kind else []),
        *([_size(size)] if size is not None else []),
        *([f"changed {utc(changed)}"] if changed else []),
    ]
    name = f"{thing} {api_name(record_id)}" if record_id else thing
    return f"{name} ({', '.join(parts)})" if parts else name


def _size(number: int) -> str:
    """Three digits and a unit: `12.3 kB`."""
    size, unit = float(number), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{number} bytes" if unit == 0 else f"{size:.3g} {_UNITS[unit]}"
