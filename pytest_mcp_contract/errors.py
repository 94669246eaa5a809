"""The errors that speak to the person who runs the tool."""


class ConfigError(Exception):
    """Something the user wrote cannot be used; says where, what was seen, and the way out."""

    def __init__(self, *, at: str, what: str, fix: str) -> None:
        super().__init__(f"{at}: {what}\n  fix: {fix}")
        self.at = at
        self.what = what
        self.fix = fix


class UnansweredError(ConfigError):
    """What was asked could not be found out: a server did not start, a lock cannot be read."""
