"""Answers tools/list with a result that has no `tools`."""

from wire import serve

serve(lambda params: {"items": []})
