"""The folder of one running Bundel: where its secrets, its database and its socket stand."""

import base64
import hashlib
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROLES = ("bundel_root", "bundel_owner", "bundel_app", "bundel_backup")

SECRETS = (*(f"password_{role}" for role in ROLES), "secret_key", "pepper", "master_keys")

# A Unix socket's path has room for 107 bytes; PostgreSQL adds "/.s.PGSQL.5432" and a lock file's ending.
LONGEST_SOCKET_FOLDER = 85


@dataclass(frozen=True)
class Instance:
    """One folder under `var/`; two folders never meet, so a demo and the tests run side by side."""

    folder: Path

    def __post_init__(self) -> None:
        # A socket is told from a host name by its leading slash.
        object.__setattr__(self, "folder", self.folder.absolute())

    @property
    def cluster(self) -> Path:
        return self.folder / "pg"

    @property
    def secrets_file(self) -> Path:
        return self.folder / "secrets.json"

    @property
    def socket_folder(self) -> Path:
        """Where the embedded server listens: in the folder, or under a short name when that is too long."""
        own = self.folder / "run"
        if len(os.fsencode(own)) <= LONGEST_SOCKET_FOLDER:
            return own
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"bundel-{mark}"

    def secrets(self) -> dict[str, str]:
        """The instance's secrets, made once on first use; readable by the owner of the folder only.

        Raises OSError when the folder cannot be made or written, ValueError when the file is damaged.
        """
        if not self.secrets_file.exists():
            self._make_secrets()
        return read_secrets(self.secrets_file)

    def replace_master_keys(self, master_keys: str) -> None:
        """Write other master keys in the secrets file: whole or not at all, and for the same owner as before."""
        made = self.secrets() | {"master_keys": master_keys}
        owner = self.secrets_file.stat()
        aside = self._write_aside(made)
        if os.geteuid() == 0:
            os.chown(aside, owner.st_uid, owner.st_gid)
        aside.replace(self.secrets_file)
        sync_folder(self.folder)

    def _make_secrets(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        made = {f"password_{role}": secrets.token_urlsafe(24) for role in ROLES}
        made["secret_key"] = secrets.token_urlsafe(48)
        made["pepper"] = base64.b64encode(secrets.token_bytes(32)).decode()
        made["master_keys"] = "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()
        # Linked into place: whoever comes first wins, and nobody reads half a file.
        aside = self._write_aside(made)
        try:
            os.link(aside, self.secrets_file)
        except FileExistsError:
            pass
        finally:
            aside.unlink(missing_ok=True)

    def _write_aside(self, made: dict[str, str]) -> Path:
        aside = self.folder / f"secrets.{os.getpid()}.{secrets.token_hex(4)}"
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(made, file, indent=1)
                file.flush()
                # What they seal is lost with them: they must be on the disk before anything uses them.
                os.fsync(file.fileno())
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return aside

    def database_url(self, role: str, database: str = "bundel") -> str:
        """The address of the embedded database for one of `ROLES`."""
        password = quote(self.secrets()[f"password_{role}"], safe="")
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.socket_folder), safe='')}"


def read_secrets(file: Path) -> dict[str, str]:
    """The secrets in a file. Raises OSError when it cannot be read, ValueError when it is damaged."""
    found = json.loads(file.read_text())
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in SECRETS):
        raise ValueError(f"{file} is damaged")
    return found


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk: without its name a synced file is lost all the same."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
