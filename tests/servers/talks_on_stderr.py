"""Writes numbered lines on stderr before it answers. Argument: how many. `flood`: one megabyte, then one line."""

import sys

from wire import serve

if sys.argv[1] == "flood":
    sys.stderr.write("x" * 1_000_000 + "\nthe last line")
else:
    for number in range(int(sys.argv[1])):
        sys.stderr.write(f"line {number}\n")
sys.stderr.flush()
serve()
