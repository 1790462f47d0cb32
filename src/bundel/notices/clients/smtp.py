"""Handing a mail to the mail server."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage, get_connection

from bundel.notices.rules import Problem

TIMEOUT_SECONDS = 10


class NotSent(Exception):
    """The mail server did not take the mail; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def send(address: str, subject: str, text: str) -> None:
    """Hand one plain-text mail to the server of BUNDEL_SMTP_URL. Raises NotSent."""
    # Out-of-office replies to a machine help nobody.
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    connection = get_connection(timeout=TIMEOUT_SECONDS)
    try:
        EmailMessage(subject, text, to=[address], headers=headers, connection=connection).send()
    except SMTPRecipientsRefused as error:
        raise NotSent(Problem.ADDRESS_REFUSED) from error
    except SMTPException as error:
        raise NotSent(Problem.REFUSED) from error
    except OSError as error:
        raise NotSent(Problem.NOT_REACHED) from error
