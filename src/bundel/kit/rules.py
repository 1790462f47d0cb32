"""How a rule of the field says no."""


class RuleBroken(Exception):
    """An act that the rules do not allow; `code` says which, and labels turn it into words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
