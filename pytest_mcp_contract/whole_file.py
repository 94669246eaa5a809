"""Files that are written whole or not at all."""

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in place of the file, or make it: whoever reads meanwhile sees the old or the new one.

    What is no ordinary file (a pipe, a terminal) is written to. A link is followed, and stays. A run that is
    killed may leave a file `.NAME.PID.part` beside it. The folder has to be there.

    Raises:
        OSError: it cannot be written; what was there before still is.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        os.replace(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
