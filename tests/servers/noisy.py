"""Answers as it should, and writes logs on stdout between its answers."""

import sys

from wire import serve


def log(method):
    sys.stdout.write(f"INFO handling {method}\n\n")


serve(before=log)
