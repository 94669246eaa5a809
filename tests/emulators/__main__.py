"""Run one emulator: `python -m tests.emulators github --port 8080`."""

import argparse

import uvicorn

from tests.emulators import APPS


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.emulators", description=__doc__)
    parser.add_argument("platform", choices=sorted(APPS))
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    uvicorn.run(APPS[arguments.platform](), host="127.0.0.1", port=arguments.port, log_level="info")


if __name__ == "__main__":
    main()
