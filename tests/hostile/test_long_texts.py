"""No text that a server sends keeps one of our regular expressions busy."""

import re
import subprocess
import sys

import pytest

from tests.hostile import long_texts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits the time of a process by setrlimit")


def test_every_regular_expression_comes_to_an_end_with_long_texts() -> None:
    """Provenance: ours. The last line is the one that did not, where one did not."""
    done = subprocess.run(
        [sys.executable, "-m", long_texts.__name__], capture_output=True, text=True, timeout=600, check=False
    )

    assert (done.returncode, done.stderr) == (0, ""), done.stdout.splitlines()[-1:]
    last = re.fullmatch(r"(\d+) uses", done.stdout.splitlines()[-1])
    assert last is not None
    assert int(last[1]) > 200


def test_one_that_tries_all_ways_is_stopped() -> None:
    """Provenance: ours. Else the other test would say nothing."""
    code = (
        "import re, resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1));"
        "from tests.hostile.long_texts import asked; asked(re.compile('(x+x+)+y'), 'match')"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=600, check=False)

    assert done.returncode < 0
