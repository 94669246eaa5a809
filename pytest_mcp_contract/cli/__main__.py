"""`python -m pytest_mcp_contract.cli`."""

import sys

from pytest_mcp_contract.cli import main

if __name__ == "__main__":
    sys.exit(main())
