"""Atlassian documents: short ones, and one with every kind of node."""

from pytest_mcp_contract.reference.json_value import JSON


def text(words: str, *marks: str, link: str = "") -> JSON:
    """A text node."""
    all_marks: list[JSON] = [{"type": mark} for mark in marks]
    if link:
        all_marks.append({"type": "link", "attrs": {"href": link}})
    return (
        {"type": "text", "text": words, "marks": all_marks} if all_marks else {"type": "text", "text": words}
    )


def node(kind: str, *content: JSON, **attrs: JSON) -> JSON:
    """A node with content and attributes, each left out where there is none."""
    made: dict[str, JSON] = {"type": kind}
    if attrs:
        made["attrs"] = attrs
    if content:
        made["content"] = list(content)
    return made


def paragraph(*content: JSON | str) -> JSON:
    """A paragraph."""
    return node("paragraph", *(text(part) if isinstance(part, str) else part for part in content))


def document(*content: JSON | str) -> JSON:
    """A document; a bare string is a paragraph."""
    blocks: list[JSON] = [paragraph(part) if isinstance(part, str) else part for part in content]
    return {"type": "doc", "version": 1, "content": blocks}


def _item(*content: JSON) -> JSON:
    return node("listItem", *content)


def everything() -> JSON:
    """A bug report that uses what the editor offers."""
    return document(
        node("heading", text("What happens"), level=2),
        paragraph(
            "Saving an ",
            text("empty", "strong"),
            " file fails with ",
            text("TypeError: size", "code"),
            "; see ",
            text("the log", link="https://logs.example/run?id=7"),
            ". State ",
            node("status", text="IN PROGRESS", color="blue", localId="s1", style=""),
            " since ",
            node("date", timestamp="1772409600000"),
            ", found by ",
            node("mention", id="5b10ac8d82e05b22cc7d4ef5", text="@Sam Rivera", accessLevel=""),
            " ",
            node("emoji", shortName=":bug:", id="1f41b", text="🐛"),
            ".",
        ),
        node(
            "panel",
            paragraph("Do not retry: each attempt ", text("truncates", "em"), " the file."),
            panelType="warning",
        ),
        node(
            "orderedList",
            _item(paragraph("Open an empty file")),
            _item(
                paragraph("Save it:"),
                node("bulletList", _item(paragraph("with Ctrl+S, or")), _item(paragraph("from the menu"))),
            ),
            order=1,
        ),
        node("codeBlock", text("size = data[0].size\nsave(size)"), language="python"),
        node(
            "table",
            node(
                "tableRow", node("tableHeader", paragraph("System")), node("tableHeader", paragraph("Result"))
            ),
            node(
                "tableRow", node("tableCell", paragraph("Linux | BSD")), node("tableCell", paragraph("fails"))
            ),
            node("tableRow", node("tableCell", paragraph("macOS")), node("tableCell", paragraph("works"))),
            isNumberColumnEnabled=False,
            layout="default",
        ),
        node(
            "taskList",
            node("taskItem", text("Reproduce it"), localId="t1", state="DONE"),
            node("taskItem", text("Write a test"), localId="t2", state="TODO"),
            localId="t0",
        ),
        node(
            "decisionList",
            node("decisionItem", text("Refuse empty files"), localId="d1", state="DECIDED"),
            localId="d0",
        ),
        node("expand", paragraph("Only since release 4.2."), title="History"),
        node("blockquote", paragraph("It worked last week.")),
        node(
            "mediaSingle",
            node("media", type="file", id="6e7c7f2c-dd7a", collection="", alt="screen.png"),
            layout="center",
        ),
        node("rule"),
        paragraph(node("inlineCard", url="https://example.atlassian.net/wiki/spaces/EX/pages/77")),
    )
