"""Ends with code 9 in the middle of a call of `echo`."""

import sys

from wire import serve, unknown


def call(params):
    if params["name"] != "echo":
        return unknown(params["name"])
    sys.stderr.write("echo is too much for me\n")
    sys.exit(9)


serve(call_tool=call)
