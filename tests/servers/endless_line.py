"""Writes one line on stdout that has no end. Argument `late`: only when `echo` is called."""

import sys

from wire import serve


def write():
    while True:
        sys.stdout.write("x" * 4096)


def write_in_call(method):
    if method == "tools/call":
        write()


if sys.argv[1:] == ["late"]:
    serve(before=write_in_call)
else:
    write()
