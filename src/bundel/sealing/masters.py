"""The instance's master keys, as they are now: a new one is known to every process at its next use."""

from pathlib import Path

from django.conf import settings

from bundel.kit.environment import Environment, parse_master_keys
from bundel.kit.instance import read_secrets

MasterKeys = tuple[tuple[str, bytes], ...]

# What told the file apart when it was last read, and what it said.
_read: tuple[tuple[int, int], MasterKeys] | None = None


def master_keys() -> MasterKeys:
    """Names and keys, the current one first.

    Keys of the embedded instance stand in its secrets file, which is looked at on each call: whoever wraps a
    data key with a new master key has written that file before, so nobody meets a key they cannot know.
    """
    environment: Environment = settings.ENVIRONMENT
    if environment.keys_file is None:
        return environment.master_keys
    return _from_file(environment.keys_file)


def _from_file(file: Path) -> MasterKeys:
    global _read  # noqa: PLW0603 - one file a process, read again only when it was replaced
    found = file.stat()
    mark = (found.st_mtime_ns, found.st_ino)
    if _read is None or _read[0] != mark:
        _read = mark, parse_master_keys(read_secrets(file)["master_keys"])
    return _read[1]
