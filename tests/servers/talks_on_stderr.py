"""Writes numbered lines on stderr before it answers.

Argument: how many; or `flood`: one megabyte in one line, then a line without end.
"""

import sys

from wire import serve

if sys.argv[1] == "flood":
    sys.stderr.write("x" * 1_000_000 + "\nthe last line")
else:
    for number in range(int(sys.argv[1])):
        sys.stderr.write(f"line {number}\n")
sys.stderr.flush()
serve()
