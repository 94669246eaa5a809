"""Ends with code 3 where it is started the first time, then has no defect. Argument: the file that tells."""

import sys
from pathlib import Path

from wire import serve

told = Path(sys.argv[1])
if not told.exists():
    told.touch()
    sys.exit(3)
serve()
