"""The weekly digest as messages for webhooks: a title and some lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faq_bot.channels.slack.blocks import header, paragraphs
from faq_bot.channels.teams.elements import bullets, card, fits, heading, message

MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Digest:
    """What is told once a week: nothing in it that was not masked."""

    title: str
    lines: Sequence[str]

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return "\n".join([self.title, *(f"・{line}" for line in self.lines[:MOST_LINES])])


def slack_digest(digest: Digest) -> dict[str, Any]:
    """Return the message for an incoming webhook of Slack."""
    lines = "\n".join(f"• {line}" for line in digest.lines[:MOST_LINES])
    return {"text": digest.text[:4000], "blocks": [header(digest.title), *paragraphs(lines, 3)]}


def teams_digest(digest: Digest) -> dict[str, Any]:
    """Return the message for a webhook of Teams' Workflows."""
    lines = list(digest.lines[:MOST_LINES])
    while True:
        found = message(card([heading(digest.title), *bullets(lines)], (), digest.title), digest.title)
        if fits(found) or not lines:
            return found
        lines.pop()
