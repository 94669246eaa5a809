"""Notes that the caller names and tasks that the server numbers; an argument says which defect there is.

`sound`, `loses_quotes`, `lists_none_with_quotes`, `keeps`, `lists_deleted`, `shouts_ids`,
`numbers_as_text`; sound too: `trash`, `excuses`, `renames`, `first_two`, `refuses_quotes`,
`has_mark`, `read_only`.
"""

import json
import sys
from typing import Any

Result = dict[str, Any]
NAMED = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
NOTE = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "text": {"type": "string"}},
    "required": ["name", "text"],
}
TITLED = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
NUMBERED = {"type": "object", "properties": {"task_id": {"type": "integer"}}, "required": ["task_id"]}
MARKED = {"type": "object", "properties": {"task_id": {"type": "string"}}, "required": ["task_id"]}
NOTHING: dict[str, Any] = {"type": "object", "properties": {}}


def _text(words: str, *, is_error: bool = False) -> Result:
    return {"content": [{"type": "text", "text": words}], "isError": is_error}


def _json(value: Any) -> Result:
    return {**_text(json.dumps(value)), "structuredContent": value}


class Store:
    """Everything that one server remembers."""

    def __init__(self, defect: str = "sound", kinds: str = "note,task") -> None:
        self.defect, self.kinds = defect, kinds.split(",")
        self.notes: dict[str, str] = {}
        self.tasks: dict[str, str] = {}
        self.deleted: dict[str, str] = {}
        self.last = 0

    def tools(self) -> list[dict[str, Any]]:
        """What is offered."""
        numbered = MARKED if self.defect in ("shouts_ids", "has_mark") else NUMBERED
        listed = "List the first two notes." if self.defect == "first_two" else "List all notes."
        removed = (
            "Move a note to the trash." if self.defect == "trash" else "Delete a note; this cannot be undone."
        )
        offered = {
            "create_note": ("Make a note.", NOTE),
            "get_note": ("Read a note.", NAMED),
            "list_notes": (listed, NOTHING),
            "delete_note": (removed, NAMED),
            "create_task": ("Make a task.", TITLED),
            "get_task": ("Read a task.", numbered),
            "list_tasks": ("List all tasks.", NOTHING),
            "delete_task": ("Delete a task.", numbered),
        }
        reading = ("get", "list")
        return [
            {
                "name": name,
                "description": description,
                "inputSchema": schema,
                "annotations": {"readOnlyHint": name.startswith(reading)},
            }
            for name, (description, schema) in offered.items()
            if any(kind in name for kind in self.kinds)
        ]

    def call(self, name: str, arguments: dict[str, Any]) -> Result:
        """The result of one tools/call."""
        if name not in {tool["name"] for tool in self.tools()}:
            return _text(f"Unknown tool: {name}", is_error=True)
        try:
            return getattr(self, f"_{name}")(arguments)
        except KeyError as error:
            return _text(f"not found: {error}", is_error=True)

    # -- notes

    def _create_note(self, arguments: dict[str, Any]) -> Result:
        name = arguments["name"]
        if self.defect == "read_only" or (self.defect == "refuses_quotes" and "'" in name):
            return _text("this name is not allowed", is_error=True)
        if self.defect == "renames":
            name = name.lower().replace(" ", "-").replace("'", "")
        if not (self.defect == "loses_quotes" and "'" in name):
            self.notes[name] = arguments["text"]
        return _text(f"Created note {name}.")

    def _get_note(self, arguments: dict[str, Any]) -> Result:
        name = arguments["name"]
        if self.defect == "excuses" and name not in self.notes:
            return _text(f"There is no note called {name}")
        if self.defect == "keeps" and name in self.deleted:
            return _text(f"# {name}\n\n{self.deleted[name]}")
        if self.defect == "trash" and name in self.deleted:
            return _text(f"# {name}\n\n{self.deleted[name]}")
        return _text(f"# {name}\n\n{self.notes[name]}")

    def _list_notes(self, arguments: dict[str, Any]) -> Result:
        names = list(self.notes)
        if self.defect == "lists_none_with_quotes":
            names = [name for name in names if "'" not in name]
        if self.defect in ("lists_deleted", "trash"):
            names += self.deleted
        if self.defect == "first_two":
            names = names[:2]
        return _text("\n".join(f"- {name}" for name in names) or "There are no notes.")

    def _delete_note(self, arguments: dict[str, Any]) -> Result:
        name = arguments["name"]
        self.deleted[name] = self.notes.pop(name)
        return _text(f"Moved {name} to the trash." if self.defect == "trash" else f"Deleted {name}.")

    # -- tasks

    def _id(self, number: int) -> str:
        return f"task-{number}" if self.defect in ("shouts_ids", "has_mark") else str(number)

    def _create_task(self, arguments: dict[str, Any]) -> Result:
        self.last += 1
        key = self._id(self.last)
        self.tasks[key] = arguments["title"]
        told: Any = key if self.defect in ("has_mark", "numbers_as_text") else self.last
        return _json(
            {"id": key.upper() if self.defect == "shouts_ids" else told, "title": arguments["title"]}
        )

    def _get_task(self, arguments: dict[str, Any]) -> Result:
        key = arguments["task_id"]
        if self.defect not in ("shouts_ids", "has_mark") and not isinstance(key, int):
            return _text(f"task_id: {key!r} is no integer", is_error=True)
        return _json({"id": key, "title": self.tasks[str(key)]})

    def _list_tasks(self, arguments: dict[str, Any]) -> Result:
        return _json({"tasks": [{"id": key, "title": title} for key, title in self.tasks.items()]})

    def _delete_task(self, arguments: dict[str, Any]) -> Result:
        del self.tasks[str(arguments["task_id"])]
        return _json({"success": True, "errors": []})


if __name__ == "__main__":
    from wire import serve

    store = Store(*sys.argv[1:])
    serve(
        lambda params: {"tools": store.tools()},
        lambda params: store.call(params["name"], params.get("arguments") or {}),
    )
