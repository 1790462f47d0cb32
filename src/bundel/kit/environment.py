"""Every setting of Bundel, read from the environment and checked before anything starts."""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

from bundel.kit.instance import Instance

MODES = ("production", "demo", "test")


class BadEnvironment(Exception):
    """The environment cannot be used; `problems` holds one sentence for each setting to mend."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Setting:
    """One environment variable; `required` tells when it may not be left out."""

    name: str
    default: str
    help: str
    required: str = "never"


WITH_SERVER = "with a database server of your own"

SETTINGS = (
    Setting("BUNDEL_MODE", "production", "`production`, `demo` (invented people, no mail leaves) or `test`."),
    Setting("BUNDEL_VAR", "var/live", "Folder for the embedded database and the secrets made once."),
    Setting(
        "BUNDEL_ADDRESS",
        "",
        "The address people type. It must be https, except on this computer itself. "
        "Empty: http://localhost with the port of BUNDEL_LISTEN.",
    ),
    Setting("BUNDEL_LISTEN", "127.0.0.1:8000", "Address and port the web server listens on."),
    Setting("BUNDEL_WEB_PROCESSES", "2", "Number of web processes."),
    Setting(
        "BUNDEL_TRUSTED_PROXY",
        "no",
        "`yes` when a proxy in front sets X-Forwarded-For and X-Forwarded-Proto itself.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "A PostgreSQL server (16 or newer) of your own, as role `bundel_app`. "
        "Empty: the embedded server under BUNDEL_VAR.",
    ),
    Setting(
        "BUNDEL_OWNER_DATABASE_URL",
        "",
        "That database as role `bundel_owner`, for `bundel migrate`.",
        WITH_SERVER,
    ),
    Setting("BUNDEL_SECRET_KEY", "", "Signs cookies; at least 32 characters.", WITH_SERVER),
    Setting(
        "BUNDEL_MASTER_KEYS",
        "",
        "Wraps the keys of all stories: `name:base64 of 32 bytes`, comma-separated, the current one first.",
        WITH_SERVER,
    ),
    Setting("BUNDEL_PEPPER", "", "Base64 of 32 bytes; without it no receipt code can be found again.", WITH_SERVER),
    Setting(
        "BUNDEL_BACKUP_DATABASE_URL",
        "",
        "That database as role `bundel_backup`, for `bundel backup`. Empty with a server of your own: Bundel makes "
        "no backups by itself.",
        "to make backups, " + WITH_SERVER,
    ),
    Setting(
        "BUNDEL_BACKUPS",
        "",
        "Folder for backups of the data, on another disk than the database. Empty: `backups` under BUNDEL_VAR.",
    ),
    Setting(
        "BUNDEL_KEY_BACKUPS",
        "",
        "Folder for backups of the keys, on another disk than the data. Empty: `key-backups` under BUNDEL_VAR.",
    ),
    Setting("BUNDEL_BACKUP_TIME", "02:40", "When `bundel up` makes a backup every night, in UTC; `never` for not."),
    Setting(
        "BUNDEL_SMTP_URL",
        "",
        "Mail server, such as smtp+tls://user:password@mail.example.org:587. Empty: mail waits in the outbox.",
        "in production, to send mail",
    ),
    Setting("BUNDEL_MAIL_FROM", "Bundel <bundel@localhost>", "Sender of all mail."),
    Setting(
        "BUNDEL_METRICS_TOKEN",
        "",
        "What a monitor shows to read /beheer/metrics (`Authorization: Bearer …`); at least 16 characters. "
        "Empty: nobody reads it.",
    ),
    Setting(
        "BUNDEL_OIDC_ISSUER",
        "",
        "Address of an OpenID Connect server with which members also sign in. Empty: nobody does. "
        "Register there, as the way back: BUNDEL_ADDRESS/inloggen/via/oidc/terug/.",
    ),
    Setting("BUNDEL_OIDC_CLIENT_ID", "", "The name of this Bundel at that server.", "with BUNDEL_OIDC_ISSUER"),
    Setting("BUNDEL_OIDC_CLIENT_SECRET", "", "Its secret at that server.", "with BUNDEL_OIDC_ISSUER"),
    Setting("BUNDEL_OIDC_NAME", "je organisatie", "What the button calls that organisation."),
    Setting(
        "BUNDEL_SECURITY_CONTACT",
        "",
        "Where somebody reports a security problem: mailto:, tel: or https:. Stands in security.txt.",
    ),
    Setting("BUNDEL_HELP_PHONE", "", "Telephone number shown to people who would rather call."),
    Setting(
        "BUNDEL_FILES",
        "",
        "Where files that people send are kept, sealed: a folder, or `s3://bucket/prefix`. "
        "Empty: the folder `files` under BUNDEL_VAR.",
    ),
    Setting("BUNDEL_FILES_ENDPOINT", "", "Address of the S3-compatible service. Empty: Amazon's own."),
    Setting("BUNDEL_FILES_REGION", "eu-central-1", "Region of the bucket, where the service has regions."),
    Setting("BUNDEL_FILES_KEYS", "", "`id:secret` for that bucket. Empty: the role this machine has of itself."),
)


@dataclass(frozen=True)
class Environment:
    """The settings, checked and typed."""

    mode: str
    instance: Instance
    address: str
    listen_host: str
    listen_port: int
    web_processes: int
    trusts_proxy: bool
    is_embedded: bool
    database_url: str
    owner_database_url: str
    secret_key: str
    master_keys: tuple[tuple[str, bytes], ...]
    keys_file: Path | None
    pepper: bytes
    backup_database_url: str
    backups: Path
    key_backups: Path
    backup_time: time | None
    smtp_url: str
    mail_from: str
    help_phone: str
    security_contact: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_name: str
    metrics_token: str
    files_at: str
    files_endpoint: str
    files_region: str
    files_keys: tuple[str, str] | None

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or "localhost"

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https://")


def read(environ: Mapping[str, str]) -> Environment:
    """The environment as typed settings; makes the secrets of an embedded instance on first use.

    Raises BadEnvironment with every problem found, OSError when the secrets cannot be read or made.
    """
    reader = _Reader(environ)
    instance = Instance(Path(reader.text("BUNDEL_VAR")).absolute())
    is_embedded = not reader.text("DATABASE_URL")
    made = reader.embedded_secrets(instance) if is_embedded else {}
    host, port = reader.listen()
    found = Environment(
        mode=reader.one_of("BUNDEL_MODE", MODES),
        instance=instance,
        address=reader.address(port),
        listen_host=host,
        listen_port=port,
        web_processes=reader.number("BUNDEL_WEB_PROCESSES", 1, 64),
        trusts_proxy=reader.one_of("BUNDEL_TRUSTED_PROXY", ("yes", "no")) == "yes",
        is_embedded=is_embedded,
        database_url=instance.database_url("bundel_app") if is_embedded else reader.text("DATABASE_URL"),
        owner_database_url=instance.database_url("bundel_owner")
        if is_embedded
        else reader.needed("BUNDEL_OWNER_DATABASE_URL"),
        secret_key=reader.secret_key(made.get("secret_key")),
        master_keys=reader.master_keys(made.get("master_keys")),
        keys_file=instance.secrets_file if is_embedded and not reader.text("BUNDEL_MASTER_KEYS") else None,
        pepper=reader.key_bytes("BUNDEL_PEPPER", reader.text("BUNDEL_PEPPER") or made.get("pepper", "")),
        backup_database_url=instance.database_url("bundel_backup")
        if is_embedded
        else reader.text("BUNDEL_BACKUP_DATABASE_URL"),
        backups=reader.folder("BUNDEL_BACKUPS", instance.folder / "backups"),
        key_backups=reader.folder("BUNDEL_KEY_BACKUPS", instance.folder / "key-backups"),
        backup_time=reader.time_of_day("BUNDEL_BACKUP_TIME"),
        smtp_url=reader.smtp(),
        mail_from=reader.text("BUNDEL_MAIL_FROM"),
        help_phone=reader.text("BUNDEL_HELP_PHONE"),
        security_contact=reader.contact("BUNDEL_SECURITY_CONTACT"),
        oidc_issuer=reader.issuer(),
        oidc_client_id=reader.text("BUNDEL_OIDC_CLIENT_ID"),
        oidc_client_secret=reader.text("BUNDEL_OIDC_CLIENT_SECRET"),
        oidc_name=reader.text("BUNDEL_OIDC_NAME"),
        metrics_token=reader.metrics_token(),
        files_at=reader.files_at(),
        files_endpoint=reader.files_endpoint(),
        files_region=reader.text("BUNDEL_FILES_REGION"),
        files_keys=reader.files_keys(),
    )
    if reader.problems:
        raise BadEnvironment(reader.problems)
    return found


def current() -> Environment:
    """The environment of this process."""
    return read(os.environ)


class _Reader:
    """Reads settings one by one and collects what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.values = {s.name: environ.get(s.name, "").strip() or s.default for s in SETTINGS}
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        return self.values[name]

    def needed(self, name: str) -> str:
        if not self.values[name]:
            self.problems.append(f"{name} is missing: it is needed with a database server of your own.")
        return self.values[name]

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        if self.values[name] not in allowed:
            self.problems.append(f"{name} must be one of: {', '.join(allowed)}.")
        return self.values[name]

    def number(self, name: str, low: int, high: int) -> int:
        value = self.values[name]
        if value.isascii() and value.isdigit() and low <= int(value) <= high:
            return int(value)
        self.problems.append(f"{name} must be a whole number from {low} to {high}.")
        return low

    def listen(self) -> tuple[str, int]:
        host, _, port = self.values["BUNDEL_LISTEN"].rpartition(":")
        if host and port.isascii() and port.isdigit() and int(port) < 65536:
            return host.strip("[]"), int(port)
        self.problems.append("BUNDEL_LISTEN must be an address and a port, such as 127.0.0.1:8000.")
        return "127.0.0.1", 0

    def address(self, port: int) -> str:
        value = self.values["BUNDEL_ADDRESS"].rstrip("/") or f"http://localhost:{port}"
        parts = urlsplit(value)
        is_local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if not parts.hostname or parts.scheme not in ("http", "https"):
            self.problems.append("BUNDEL_ADDRESS must be a full address, such as https://bundel.example.org.")
        elif parts.scheme == "http" and not is_local:
            self.problems.append("BUNDEL_ADDRESS must start with https:// (http is for this computer only).")
        return value

    def folder(self, name: str, default: Path) -> Path:
        return Path(self.values[name]).absolute() if self.values[name] else default

    def time_of_day(self, name: str) -> time | None:
        if self.values[name] == "never":
            return None
        try:
            return time.fromisoformat(self.values[name]).replace(tzinfo=None)
        except ValueError:
            self.problems.append(f"{name} must be a time such as 02:40, or never.")
            return None

    def smtp(self) -> str:
        value = self.values["BUNDEL_SMTP_URL"]
        if value and urlsplit(value).scheme not in ("smtp", "smtp+tls", "smtps"):
            self.problems.append("BUNDEL_SMTP_URL must start with smtp://, smtp+tls:// or smtps://.")
        return value

    def files_at(self) -> str:
        value = self.values["BUNDEL_FILES"]
        is_bucket = value.startswith("s3://") and urlsplit(value).netloc
        if value and not is_bucket and not Path(value).is_absolute():
            self.problems.append("BUNDEL_FILES must be a folder from the root on, or s3://bucket/prefix.")
        return value

    def files_endpoint(self) -> str:
        value = self.values["BUNDEL_FILES_ENDPOINT"]
        parts = urlsplit(value)
        is_local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if value and not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and is_local))):
            self.problems.append("BUNDEL_FILES_ENDPOINT must start with https:// (http is for this computer only).")
        return value

    def files_keys(self) -> tuple[str, str] | None:
        name, _, secret = self.values["BUNDEL_FILES_KEYS"].partition(":")
        if bool(name) != bool(secret):
            self.problems.append("BUNDEL_FILES_KEYS must be an id and a secret with a colon between them.")
        return (name, secret) if name and secret else None

    def issuer(self) -> str:
        value = self.values["BUNDEL_OIDC_ISSUER"].rstrip("/")
        parts = urlsplit(value)
        if value and parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
            self.problems.append("BUNDEL_OIDC_ISSUER must start with https://.")
        for name in ("BUNDEL_OIDC_CLIENT_ID", "BUNDEL_OIDC_CLIENT_SECRET"):
            if value and not self.values[name]:
                self.problems.append(f"{name} is missing: it is needed with BUNDEL_OIDC_ISSUER.")
        return value

    def contact(self, name: str) -> str:
        value = self.values[name]
        if value and urlsplit(value).scheme not in ("mailto", "tel", "https"):
            self.problems.append(f"{name} must start with mailto:, tel: or https://.")
        return value

    def embedded_secrets(self, instance: Instance) -> dict[str, str]:
        try:
            return instance.secrets()
        except ValueError:
            # Alone: without the file every key would be told as missing too.
            problem = f"BUNDEL_VAR: {instance.secrets_file} is damaged, put a copy of it back."
            raise BadEnvironment([problem]) from None

    def metrics_token(self) -> str:
        value = self.values["BUNDEL_METRICS_TOKEN"]
        if value and len(value) < 16:
            self.problems.append("BUNDEL_METRICS_TOKEN must have at least 16 characters.")
        return value

    def secret_key(self, made: str | None) -> str:
        value = self.values["BUNDEL_SECRET_KEY"] or made or self.needed("BUNDEL_SECRET_KEY")
        if value and len(value) < 32:
            self.problems.append("BUNDEL_SECRET_KEY must have at least 32 characters.")
        return value

    def key_bytes(self, name: str, value: str) -> bytes:
        if not value:
            return self.needed(name).encode()
        try:
            raw = base64.b64decode(value, validate=True)
        except binascii.Error:
            raw = b""
        if len(raw) != 32:
            self.problems.append(f"{name} must be the base64 of 32 bytes.")
        return raw

    def master_keys(self, made: str | None) -> tuple[tuple[str, bytes], ...]:
        value = self.values["BUNDEL_MASTER_KEYS"] or made or self.needed("BUNDEL_MASTER_KEYS")
        try:
            return parse_master_keys(value)
        except ValueError:
            self.problems.append("BUNDEL_MASTER_KEYS must be the base64 of 32 bytes.")
            return ()


def parse_master_keys(text: str) -> tuple[tuple[str, bytes], ...]:
    """`name:base64 of 32 bytes`, comma-separated, as names and keys in that order. Raises ValueError."""
    pairs = []
    for part in filter(None, text.split(",")):
        name, _, key = part.strip().partition(":")
        raw = base64.b64decode(key, validate=True)
        if len(raw) != 32:
            raise ValueError(f"master key {name} has {len(raw)} bytes")
        pairs.append((name, raw))
    return tuple(pairs)


def format_master_keys(keys: tuple[tuple[str, bytes], ...]) -> str:
    """Names and keys as `parse_master_keys` reads them."""
    return ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in keys)
