"""What vendors' own secrets look like."""

import re

SECRET_SHAPES = re.compile(
    # Shapes that vendors give their own secrets, so that scanners can find them.
    r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}"
    r"|xox[abposr]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{20,}|AKIA[A-Z0-9]{16}|ATATT[A-Za-z0-9_=-]{20,}"
    r"|(?:secret|ntn)_[A-Za-z0-9]{32,}|pat-(?:na|eu)\d-[A-Za-z0-9-]{20,}"
    r"|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----"
)
"""Told from other text by their shape alone."""
