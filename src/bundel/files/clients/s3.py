"""A bucket of an S3-compatible service as a store of files."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from bundel.files.stores import Blob, BlobGone, StoreFailed

TRIES = 2
GIVES_UP_AFTER = timedelta(seconds=20)


@contextmanager
def _told() -> Iterator[None]:
    """What the service says, in its first line only: the rest is the inside of the client."""
    try:
        yield
    except (BaseError, OSError) as error:
        raise StoreFailed(str(error).partition("\n")[0]) from error


@dataclass(frozen=True)
class Bucket:
    """A store in a bucket, under a prefix."""

    client: S3Store

    @classmethod
    def open(cls, at: str, *, endpoint: str, region: str, keys: tuple[str, str] | None) -> Self:
        """The bucket at `s3://bucket/prefix`; without keys the machine's own role is used."""
        place = urlsplit(at)
        key_id, secret = keys or (None, None)
        return cls(
            S3Store(
                place.netloc,
                prefix=place.path.strip("/") or None,
                endpoint=endpoint or None,
                region=region,
                access_key_id=key_id,
                secret_access_key=secret,
                client_options={
                    "allow_http": endpoint.startswith("http://"),
                    "connect_timeout": timedelta(seconds=5),
                    "timeout": timedelta(seconds=30),
                },
                retry_config={"max_retries": TRIES, "retry_timeout": GIVES_UP_AFTER},
            )
        )

    def put(self, address: str, sealed: Iterable[bytes]) -> None:
        with _told():
            obstore.put(self.client, address, b"".join(sealed))

    def read(self, address: str) -> Iterator[bytes]:
        with _told():
            try:
                found = obstore.get(self.client, address)
            except FileNotFoundError as error:
                raise BlobGone(address) from error
            for part in found.stream():
                yield bytes(part)

    def delete(self, address: str) -> None:
        with _told():
            obstore.delete(self.client, address)

    def under(self, prefix: str) -> Iterator[Blob]:
        with _told():
            for page in obstore.list(self.client, f"{prefix}/"):
                for found in page:
                    yield Blob(found["path"], found["last_modified"])
