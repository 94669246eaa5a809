"""Records the cassettes of tests/real/upstream anew: `MCP_REAL=build/real python -m tests.real.record`.

The emulators of tests/real/emulators answer in place of the vendors, whose addresses the cassettes have.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.emulators.loopback import serve
from tests.real.emulators import gitlab, jira

ROOT = Path(__file__).parents[2]
REGISTRY = "tests/real/upstream/mcp_contract.toml"
WITHIN_SECONDS = 600


def main() -> int:
    """Gives the exit code of the recording run."""
    with serve(jira.create_app()) as jira_url, serve(gitlab.create_app()) as gitlab_url:
        live = {
            "MCP_REAL": str(Path(os.environ["MCP_REAL"]).resolve()),
            "JIRA_URL": jira_url,
            "JIRA_PERSONAL_TOKEN": "a-made-up-token-for-jira",
            "GITLAB_API_URL": f"{gitlab_url}/api/v4",
            "GITLAB_PERSONAL_ACCESS_TOKEN": "a-made-up-token-for-gitlab",
        }
        environment = {**os.environ, **live}
        environment.pop("CI", None)
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--mcp-contract"]
        options = ["--mcp-registry", REGISTRY, "--mcp-record=all", "--mcp-update-goldens", "--mcp-fuzz=off"]
        options += ["--mcp-select", "MCP401,MCP402,MCP405"]
        return subprocess.run(
            [*command, *options, *sys.argv[1:]], cwd=ROOT, env=environment, timeout=WITHIN_SECONDS
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
