"""Handing a mail to a mail server: a real socket that says yes, no, or nothing."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core import mail
from django.test import override_settings

from bundel.notices.clients.smtp import NotSent, send
from bundel.notices.rules import Problem


def smtp_at(port: int) -> override_settings:
    """Settings that send mail to a server on this machine."""
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port)


@contextmanager
def mail_server(answer: Callable[[str], str]) -> Iterator[tuple[int, list[str]]]:
    """A server for one conversation; `answer` gives the reply to each line."""
    heard: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as lines:
            lines.write(b"220 here\r\n")
            lines.flush()
            is_data = False
            for raw in lines:
                line = raw.decode().rstrip("\r\n")
                heard.append(line)
                is_data = (is_data and line != ".") or line == "data"
                if is_data and line != "data":
                    continue
                lines.write(f"{answer(line)}\r\n".encode())
                lines.flush()

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        thread.join(5)
        listener.close()


def agreeing(line: str) -> str:
    """What a friendly server says."""
    return {"data": "354 go on", "quit": "221 bye"}.get(line, "250 ok")


def test_send_hands_over_a_plain_mail() -> None:
    with mail_server(agreeing) as (port, heard), smtp_at(port):
        send("noor@voorbeeld.example", "Er is nieuws voor je", "Kijk hier.\n")
    assert "rcpt TO:<noor@voorbeeld.example>" in heard
    assert {"Subject: Er is nieuws voor je", "Auto-Submitted: auto-generated", "Kijk hier."} <= set(heard)


@pytest.mark.parametrize(
    ("command", "reply", "problem"),
    [
        ("rcpt", "550 nobody here", Problem.ADDRESS_REFUSED),
        ("mail", "451 later", Problem.REFUSED),
        ("data", "554 no", Problem.REFUSED),
    ],
)
def test_send_tells_who_refused(command: str, reply: str, problem: Problem) -> None:
    def answer(line: str) -> str:
        return reply if line.startswith(command) else agreeing(line)

    with mail_server(answer) as (port, _), smtp_at(port), pytest.raises(NotSent) as failure:
        send("noor@voorbeeld.example", "Nieuws", "Kijk hier.\n")
    assert failure.value.problem is problem


def test_send_tells_that_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with smtp_at(port), pytest.raises(NotSent) as failure:
        send("noor@voorbeeld.example", "Nieuws", "Kijk hier.\n")
    assert failure.value.problem is Problem.NOT_REACHED
    assert mail.outbox == []
