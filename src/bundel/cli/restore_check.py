"""Proves a backup: restores it in a server of its own, looks at what came along, and clears it away."""

import base64
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from bundel.cli.backup import policies_of
from bundel.cli.backup_files import verify_stored
from bundel.cli.backup_store import Manifest
from bundel.cli.binaries import program
from bundel.cli.database import explained, start_django
from bundel.cli.embedded import EmbeddedServer
from bundel.cli.failures import Exit, Failure
from bundel.cli.programs import run_program
from bundel.cli.restore_pour import pour
from bundel.cli.roles import ensure_roles_and_database
from bundel.kit.environment import Environment, format_master_keys
from bundel.kit.instance import Instance

# Of each sealed table of each workspace.
TRIED_ROWS = 20


@dataclass(frozen=True)
class Proof:
    """What a restored database shows: the chains of the audit that are broken, and how many seals open."""

    chains: int
    broken: list[str]
    tried: int
    opened: int


def rehearse(
    environment: Environment, data: tuple[Path, Manifest], keys: tuple[Path, Manifest], erased: dict[UUID, str]
) -> None:
    """Print a line for each thing that is proven. Raises Failure at the first that is not.

    The real database is not touched: not even its server is.
    """
    _tell("attachments", f"{verify_stored(data[0])} are there")
    with _scratch(environment) as scratch:
        owner_url = scratch.database_url("bundel_owner")
        pour(owner_url, program, data, keys, erased)
        _tell("rows", f"{sum(data[1].rows.values())} in {len(data[1].rows)} tables, as the manifest says")
        _tell("keys", f"{sum(keys[1].rows.values())}, as the manifest says")
        _check_fence(scratch, data[1])
        proof = prove(environment, child_environment(environment, scratch))
    _check(proof)


def prove(environment: Environment, child: Mapping[str, str]) -> Proof:
    """Bring the database of this environment up to date, and see whether audit and seals hold. Raises Failure."""
    run_program([sys.executable, "-m", "bundel", "migrate"], child, "The restored tables cannot be brought up to date")
    told = run_program([sys.executable, "-m", "bundel", "prove-restored"], child, "The restored data cannot be read")
    return Proof(**json.loads(told))


def child_environment(environment: Environment, scratch: Instance | None = None) -> dict[str, str]:
    """For a command of ours on the database of `environment`, or on the scratch one with the same keys."""
    if scratch is None:
        return dict(os.environ)
    return dict(os.environ) | {
        "DATABASE_URL": scratch.database_url("bundel_app"),
        "BUNDEL_OWNER_DATABASE_URL": scratch.database_url("bundel_owner"),
        "BUNDEL_SECRET_KEY": environment.secret_key,
        "BUNDEL_MASTER_KEYS": format_master_keys(environment.master_keys),
        "BUNDEL_PEPPER": base64.b64encode(environment.pepper).decode(),
    }


def run_proof(_arguments: list[str]) -> int:
    """The command `prove-restored`: audit and seals of a database, as one line of JSON."""
    start_django()
    from bundel.audit.queries import check_chains
    from bundel.sealing.erasures import Sample, try_seals
    from bundel.tenancy.fence import acting_for

    total = Sample(0, 0)
    with explained("DATABASE_URL"):
        chains = check_chains()
        for chain in chains:
            with acting_for(chain.workspace_id):
                total += try_seals(TRIED_ROWS)
    broken = [chain.slug for chain in chains if chain.broken_at is not None]
    told: dict[str, Any] = {"chains": len(chains), "broken": broken, "tried": total.tried, "opened": total.opened}
    print(json.dumps(told))
    return Exit.DONE


@contextmanager
def _scratch(environment: Environment) -> Iterator[Instance]:
    """A server with its own folder, roles and passwords, which leaves nothing behind."""
    folder = environment.instance.folder / "rehearsal"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with EmbeddedServer(Instance(folder), durable=False) as server:
            ensure_roles_and_database(server.instance)
            yield server.instance
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_fence(scratch: Instance, manifest: Manifest) -> None:
    with psycopg.connect(scratch.database_url("bundel_backup")) as connection:
        found = policies_of(connection)
    if found != manifest.policies:
        other = sorted(t for t in found.keys() | manifest.policies.keys() if found.get(t) != manifest.policies.get(t))
        raise Failure(
            Exit.BACKUP, f"The row policies of {', '.join(other)} did not come along: do not use this backup."
        )
    _tell("fence", f"{sum(found.values())} row policies on {len(found)} tables")


def _check(proof: Proof) -> None:
    if proof.broken:
        raise Failure(Exit.BACKUP, f"The audit of {', '.join(proof.broken)} does not fit in this backup.")
    _tell("audit", f"{proof.chains} chains are whole")
    if proof.opened < proof.tried:
        raise Failure(
            Exit.BACKUP,
            f"Only {proof.opened} of {proof.tried} sealed texts open: these are not the master keys, or not the data "
            "keys, that were there when the backup was made.",
        )
    _tell("seals", f"{proof.opened} of {proof.tried} that were tried open")


def _tell(name: str, sentence: str) -> None:
    print(f"ok    {name}: {sentence}", flush=True)
