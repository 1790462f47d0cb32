"""Receiving files: a limit before anything is read, and a waiting room on disk that nobody can read."""

import io
import os
import tempfile
from collections.abc import Callable
from typing import IO, Any, cast

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bundel.files.rules.kinds import MOST_AT_ONCE, MOST_BYTES

# The files, and something for the rest of the form.
LARGEST_REQUEST = MOST_AT_ONCE * MOST_BYTES + 1024 * 1024

GetResponse = Callable[[HttpRequest], HttpResponse]


class UploadLimit:
    """Says no to a request that is too large before it is read, in words."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_small(request.META.get("CONTENT_LENGTH")):
            return render(request, "upload_too_large.html", status=413)
        return self.get_response(request)


def _is_small(length: str | None) -> bool:
    return not length or (length.isascii() and length.isdigit() and int(length) <= LARGEST_REQUEST)


class WaitingRoom(io.RawIOBase):
    """A nameless file on disk, under a key that only this object holds; gone when it is closed or the process ends.

    Written once, then read from the start. It guards secrecy only: nobody else can reach it to change it.
    """

    def __init__(self) -> None:
        folder = settings.ENVIRONMENT.instance.folder / "incoming"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed with this object
        self._cipher = Cipher(AES256(os.urandom(32)), CTR(bytes(16)))
        self._encryptor, self._decryptor = self._cipher.encryptor(), self._cipher.decryptor()

    def readable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        return self._file.write(self._encryptor.update(part))

    def read(self, size: int = -1, /) -> bytes:
        return self._decryptor.update(self._file.read(size))

    def seek(self, place: int, whence: int = os.SEEK_SET, /) -> int:
        """To the start, or to the end to see how long it is: the cipher knows no other places."""
        if (place, whence) not in ((0, os.SEEK_SET), (0, os.SEEK_END)):
            raise io.UnsupportedOperation("a file that came in is read from its start")
        self._decryptor = self._cipher.decryptor()
        return self._file.seek(place, whence)

    def close(self) -> None:
        self._file.close()
        super().close()


class SealedUpload(FileUploadHandler):
    """Takes in each file of a form; of one that is too large only the beginning, so that its size says so."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.room = WaitingRoom()
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taken += len(raw_data)
        if self.taken <= MOST_BYTES:
            self.room.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self.room.seek(0)
        return UploadedFile(
            file=cast("IO[Any]", self.room),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        self.room.close()
