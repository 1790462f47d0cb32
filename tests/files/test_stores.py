"""Stores keep what was put in them: a real folder, and a real service that speaks S3."""

import errno
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings

from bundel.files.clients.s3 import Bucket
from bundel.files.stores import BlobGone, Folder, Store, StoreFailed, folder_of, probe, store_of

ADDRESS = "een-werkruimte/een-bestand"
KEYS = ("een-naam", "een-geheim")


@pytest.fixture(scope="session")
def s3_service() -> Iterator[str]:
    """A service in a process of its own, with one empty bucket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)]
    service = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(port)
        make = HTTPConnection("127.0.0.1", port, timeout=10)
        make.request("PUT", "/bundel")
        assert make.getresponse().status == 200
        make.close()
        yield address
    finally:
        service.terminate()
        service.wait(10)


def _await(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < until, "the service did not start"
            time.sleep(0.1)


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return Folder(tmp_path / "files")
    address: str = request.getfixturevalue("s3_service")
    # Each test its own prefix: none sees what another left.
    return Bucket.open(f"s3://bundel/{tmp_path.name}", endpoint=address, region="eu-central-1", keys=KEYS)


def everything(store: Store, address: str = ADDRESS) -> bytes:
    return b"".join(store.read(address))


def test_what_is_put_reads_the_same(store: Store) -> None:
    content = os.urandom(3_000_000)
    store.put(ADDRESS, iter([content[:10], content[10:]]))
    assert everything(store) == content


def test_what_is_put_again_is_the_newer(store: Store) -> None:
    store.put(ADDRESS, [b"oud"])
    store.put(ADDRESS, [b"nieuw"])
    assert everything(store) == b"nieuw"


def test_what_is_not_there_is_gone(store: Store) -> None:
    with pytest.raises(BlobGone):
        everything(store)


def test_deleting_twice_is_fine(store: Store) -> None:
    store.put(ADDRESS, [b"x"])
    store.delete(ADDRESS)
    store.delete(ADDRESS)
    with pytest.raises(BlobGone):
        everything(store)


def test_a_workspace_lists_its_own_and_when(store: Store) -> None:
    store.put("hier/een", [b"x"])
    store.put("hier/twee", [b"x"])
    store.put("daar/een", [b"x"])
    listed = list(store.under("hier"))
    assert {blob.address for blob in listed} == {"hier/een", "hier/twee"}
    assert all(abs(datetime.now(UTC) - blob.written_at) < timedelta(minutes=1) for blob in listed)
    assert list(store.under("nergens")) == []


def test_the_doctors_probe_leaves_nothing(store: Store) -> None:
    probe(store)
    assert list(store.under("probe")) == []


def test_a_folder_is_for_its_owner_only_and_holds_no_half_files(tmp_path: Path) -> None:
    store = Folder(tmp_path / "files")
    store.put(ADDRESS, [b"x"])

    def breaks() -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreFailed) as failure:
        store.put("een-werkruimte/ander", breaks())
    assert failure.value.is_full
    files = [file for file in (tmp_path / "files").rglob("*") if file.is_file()]
    assert [file.relative_to(tmp_path / "files").as_posix() for file in files] == [ADDRESS]
    assert [oct(p.stat().st_mode & 0o777) for p in (files[0], files[0].parent)] == ["0o600", "0o700"]


def test_a_disk_that_takes_no_more_says_so(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(StoreFailed) as failure:
            Folder(tmp_path).put(ADDRESS, [bytes(20_000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert failure.value.is_full
    assert list(Folder(tmp_path).under("een-werkruimte")) == []


def test_a_folder_that_cannot_be_one_is_away_and_not_full(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("geen map")
    store = Folder(tmp_path / "files")
    for attempt in (lambda: store.put(ADDRESS, [b"x"]), lambda: everything(store), lambda: store.delete(ADDRESS)):
        with pytest.raises(StoreFailed) as failure:
            attempt()
        assert not failure.value.is_full


def test_a_service_that_is_away_is_told_in_one_line() -> None:
    away = Bucket.open("s3://bundel", endpoint="http://127.0.0.1:9", region="eu-central-1", keys=KEYS)
    for attempt in (lambda: away.put(ADDRESS, [b"x"]), lambda: everything(away), lambda: list(away.under("hier"))):
        with pytest.raises(StoreFailed) as failure:
            attempt()
        assert "\n" not in str(failure.value)
        assert not failure.value.is_full


def test_a_bucket_that_is_not_there_is_told(s3_service: str) -> None:
    other = Bucket.open("s3://verkeerd", endpoint=s3_service, region="eu-central-1", keys=KEYS)
    with pytest.raises(StoreFailed, match="not found"):
        other.put(ADDRESS, [b"x"])


def test_one_setting_chooses_the_store(s3_service: str, tmp_path: Path) -> None:
    here = settings.ENVIRONMENT
    assert store_of(replace(here, files_at="")) == Folder(here.instance.folder / "files")
    assert folder_of(replace(here, files_at=str(tmp_path))) == tmp_path
    at = f"s3://bundel/{tmp_path.name}"
    away = store_of(replace(here, files_at=at, files_endpoint=s3_service, files_keys=KEYS))
    probe(away)
    assert isinstance(away, Bucket)
    assert store_of(replace(here, files_at=at, files_endpoint=s3_service, files_keys=KEYS)) is away
