"""The command `audit`: prove that nothing was changed in the audit or taken out of it."""

import argparse

from bundel.cli.database import database_at_hand, explained, start_django
from bundel.cli.failures import Exit
from bundel.kit.environment import current


def run(arguments: list[str]) -> int:
    """The command `audit verify`; UNFINISHED when a chain is broken."""
    parser = argparse.ArgumentParser(prog="bundel audit", description=__doc__)
    parser.add_argument("act", choices=["verify"], help="check the chain of every workspace")
    parser.parse_args(arguments)
    with database_at_hand(current()), explained("DATABASE_URL"):
        start_django()
        from bundel.audit.queries import check_chains

        reports = check_chains()
    for report in reports:
        end = "whole" if report.broken_at is None else f"broken at number {report.broken_at}"
        print(f"{report.slug:<40} {report.rows:>9} rows  {end}")
    return Exit.DONE if all(report.broken_at is None for report in reports) else Exit.UNFINISHED
