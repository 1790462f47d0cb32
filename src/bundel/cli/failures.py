"""What can go wrong for who runs Bundel: one sentence and one exit status each, never a traceback."""

import errno
from enum import IntEnum


class Exit(IntEnum):
    """Every exit status of `bundel`; `meaning` is the line in the manual."""

    meaning: str

    def __new__(cls, status: int, meaning: str) -> "Exit":
        member = int.__new__(cls, status)
        member._value_ = status
        member.meaning = meaning
        return member

    DONE = 0, "Done, or ended on request."
    UNFINISHED = 1, "A line could not be answered, or doctor found something to mend."
    USAGE = 2, "The command line is not understood."
    PORT = 3, "The address is taken or may not be listened on."
    SETTINGS = 4, "A setting is missing or wrong."
    UNREACHABLE = 5, "The database cannot be reached or does not start."
    PASSWORD = 6, "The database refuses the password or the role."
    TOO_OLD = 7, "The database is older than PostgreSQL 16."
    DISK_FULL = 8, "The disk is full."
    RIGHTS = 9, "A folder or file may not be read or written."
    OTHER_VERSION = 10, "The embedded database was made by another version of PostgreSQL."
    RUNNING = 11, "Another Bundel runs in this folder."
    KEEPS_DYING = 12, "A part of Bundel ends again and again."
    UNSUPPORTED = 13, "This computer cannot run the embedded database."
    MIGRATION = 14, "The database could not be brought up to date."
    REFUSED = 15, "What was asked is not possible, such as a name that is taken."
    BACKUP = 16, "A backup could not be made, or one is not whole and was not restored."
    INTERRUPTED = 130, "Ended by Ctrl-C before it was done."


class Failure(Exception):
    """Something the operator can mend; `sentence` says what is wrong and what to do."""

    def __init__(self, status: Exit, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


DISK_FULL = "The disk is full: free some space and start again."

FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR)


def explain(error: OSError) -> Failure | None:
    """The failure behind an error of the operating system; None for one that nobody foresaw."""
    if error.errno in FULL:
        return Failure(Exit.DISK_FULL, DISK_FULL)
    if error.errno in FORBIDDEN:
        return Failure(
            Exit.RIGHTS,
            f"{error.filename or 'A file'} cannot be used ({error.strerror}): "
            "give the user that runs Bundel the right to write there, or set BUNDEL_VAR to another folder.",
        )
    return None
