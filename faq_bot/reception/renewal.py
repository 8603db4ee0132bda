"""Knowledge that has changed is checked, built aside and put in force whole; one that is wrong changes nothing."""

import gc
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from faq_bot.assembly import Assistant
from faq_bot.errors import KnowledgeError
from faq_bot.reception.desk import Desk

log = logging.getLogger(__name__)


class Source(Protocol):
    """Where knowledge comes from."""

    def state(self) -> object:
        """Return what changes whenever the knowledge does; cheap enough to ask every second."""

    def folder(self, state: object) -> AbstractContextManager[Path]:
        """Give a folder with the knowledge of a state."""


@dataclass(frozen=True, slots=True)
class Refused:
    """New knowledge that was not taken over: where it came from, and every mistake with file and line."""

    state: object
    problems: tuple[str, ...]


class Renewal:
    """Looks now and then whether a source has new knowledge, and puts it in force at a desk."""

    def __init__(
        self,
        desk: Desk,
        source: Source,
        build: Callable[[Path], Assistant],
        loaded: object,
        rehearse: Callable[[Assistant], None] = lambda _: None,
        *,
        saved_whole: bool = False,
    ):
        """Begin with what is in force now: `loaded` is the state of the source it was built from.

        `build` makes an assistant of a folder, `rehearse` asks it a few questions before anybody else does.
        A source that is `saved_whole` never shows half a change.
        """
        self._desk = desk
        self._source = source
        self._build = build
        self._rehearse = rehearse
        self._saved_whole = saved_whole
        self._in_force = loaded
        self._seen = loaded
        self.refused: Refused | None = None

    def look(self) -> bool | None:
        """Look once. True if new knowledge was put in force, False if it was refused, None if there is none.

        Somebody may be in the middle of saving: a change is taken up only when two looks in a row see the same,
        and dropped if it goes on while it is read.
        """
        state = self._source.state()
        settled, self._seen = self._saved_whole or state == self._seen, state
        if state == self._in_force:
            self.refused = None
            return None
        if not settled or (self.refused is not None and self.refused.state == state):
            return None
        return self._take(state)

    def _take(self, state: object) -> bool | None:
        try:
            with self._source.folder(state) as folder:
                assistant = self._build(folder)
        except OSError:  # a network drive that is away for a moment
            return None
        except Exception as error:
            return self._refuse(state, error)
        if self._source.state() != state:
            return None
        self._rehearse(assistant)
        self._desk.swap(assistant)
        self._in_force, self.refused = state, None
        log.info("knowledge %s is in force", assistant.knowledge.version)
        _settle_memory()
        return True

    def _refuse(self, state: object, error: Exception) -> bool | None:
        if self._source.state() != state:
            return None
        if isinstance(error, KnowledgeError):
            problems = [str(problem) for problem in error.problems]
        else:  # of our own making, yet no reason to stop answering
            log.error("new knowledge cannot be built", exc_info=error)
            problems = [f"読み込めませんでした（{type(error).__name__}）。"]
        self.refused = Refused(state, tuple(problems))
        log.error("new knowledge is refused, the old stays in force: %s", " / ".join(problems))
        return False


def _settle_memory() -> None:
    """Give back what the old assistant held, and keep the collector out of the new one."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
