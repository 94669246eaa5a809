"""The lock against now: lock files, baselines, and how two servers compare."""
