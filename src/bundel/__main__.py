"""The one command: `bundel`."""

import sys

from bundel.cli.main import run


def main() -> int:
    """Run the command named on the command line; returns the exit status."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
