"""Every setting of Bundel, read from the environment and checked before anything starts."""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass
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
        "BUNDEL_SMTP_URL",
        "",
        "Mail server, such as smtp+tls://user:password@mail.example.org:587. Empty: mail waits in the outbox.",
        "in production, to send mail",
    ),
    Setting("BUNDEL_MAIL_FROM", "Bundel <bundel@localhost>", "Sender of all mail."),
    Setting("BUNDEL_HELP_PHONE", "", "Telephone number shown to people who would rather call."),
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
    pepper: bytes
    smtp_url: str
    mail_from: str
    help_phone: str

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or "localhost"

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https://")


def read(environ: Mapping[str, str]) -> Environment:
    """The environment as typed settings; makes the secrets of an embedded instance on first use.

    Raises BadEnvironment with every problem found, not only the first; OSError when the secrets cannot be
    read or made.
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
        pepper=reader.key_bytes("BUNDEL_PEPPER", reader.text("BUNDEL_PEPPER") or made.get("pepper", "")),
        smtp_url=reader.smtp(),
        mail_from=reader.text("BUNDEL_MAIL_FROM"),
        help_phone=reader.text("BUNDEL_HELP_PHONE"),
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

    def smtp(self) -> str:
        value = self.values["BUNDEL_SMTP_URL"]
        if value and urlsplit(value).scheme not in ("smtp", "smtp+tls", "smtps"):
            self.problems.append("BUNDEL_SMTP_URL must start with smtp://, smtp+tls:// or smtps://.")
        return value

    def embedded_secrets(self, instance: Instance) -> dict[str, str]:
        try:
            return instance.secrets()
        except ValueError:
            # Alone: without the file every key would be told as missing too.
            problem = f"BUNDEL_VAR: {instance.secrets_file} is damaged, put a copy of it back."
            raise BadEnvironment([problem]) from None

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
        pairs = []
        for part in filter(None, value.split(",")):
            name, _, key = part.strip().partition(":")
            pairs.append((name, self.key_bytes("BUNDEL_MASTER_KEYS", key)))
        return tuple(pairs)
