"""The one tree of errors.

    FaqBotError                  anything this package raises on purpose
    ├── SettingsError            an environment variable is wrong; the start stops
    ├── KnowledgeError           the knowledge folder has mistakes; carries all of them
    ├── StorageError             the database cannot be reached or written just now
    └── InputError               what somebody sent cannot be used; names the field
        └── NotFoundError        the thing asked for does not exist

A wrong input is an InputError, a broken knowledge file a KnowledgeError, and "I don't know" a normal
result, never an exception. Messages are Japanese: editors, operators and users read them.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class FaqBotError(Exception):
    """Base of every error this package raises on purpose."""


class SettingsError(FaqBotError):
    """A setting is missing or wrong; the message names it and says what is allowed."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a knowledge file, as an editor reads it.

    `line` counts from 1; 0 means the file as a whole.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class KnowledgeError(FaqBotError):
    """The knowledge folder has mistakes. `problems` holds every one found, in file order."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(sorted(problems))
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"ナレッジに{len(self.problems)}件の誤りがあります。\n{lines}")


class StorageError(FaqBotError):
    """The database cannot be reached or written just now. `kind` is the driver's name for it, for logs."""

    def __init__(self, message: str, kind: str):
        self.message = message
        self.kind = kind
        super().__init__(message)


class InputError(FaqBotError):
    """Something sent from outside cannot be used.

    `field` is its name in the request ("" for the whole request); the message says what is allowed.
    """

    def __init__(self, field: str, message: str):
        self.field = field
        self.message = message
        super().__init__(f"{field}: {message}" if field else message)


class NotFoundError(InputError):
    """The entry, reply or other thing asked for does not exist."""
