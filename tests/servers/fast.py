"""No defect: a FastMCP 4 server."""

from fastmcp import FastMCP

sound = FastMCP("fast", version="1.2.3")


@sound.tool
def echo(text: str) -> str:
    """Give the text back."""
    return text
