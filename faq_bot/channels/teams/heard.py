"""What Teams sends to an outgoing webhook, as a message."""

import html
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from faq_bot.channels.message import Heard

_MENTION = re.compile(r"<at\b[^>]*>.*?</at>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLANKS = str.maketrans({"\u00a0": " ", "\u3000": " ", "\u200b": "", "\ufeff": ""})


def of_activity(activity: Mapping[str, Any]) -> Heard:
    """Return the message of an activity: its thread is the conversation, which names the message replied to."""
    sender, channel = _part(activity, "from"), _part(activity, "channelData")
    team = (
        _part(channel, "team").get("id") or channel.get("teamsTeamId") or _part(channel, "tenant").get("id")
    )
    return Heard(
        team=str(team or ""),
        thread=str(_part(activity, "conversation").get("id") or ""),
        sender=str(sender.get("aadObjectId") or sender.get("id") or ""),
        text=plain_text(str(activity.get("text") or "")),
        event=str(activity.get("id") or ""),
    )


def sent_at(activity: Mapping[str, Any]) -> datetime | None:
    """Return when an activity was sent, None if it does not say so. ValueError if what it says is no moment."""
    given = activity.get("timestamp")
    if given is None:
        return None
    moment = datetime.fromisoformat(str(given))
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment


def plain_text(text: str) -> str:
    """Return a text without mentions, HTML and the blanks Teams puts in."""
    bare = _TAG.sub("", _BREAK.sub("\n", _MENTION.sub(" ", text)))
    return re.sub(r"[ \t]+", " ", html.unescape(bare).translate(_BLANKS)).strip()


def _part(mapping: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = mapping.get(name)
    return found if isinstance(found, Mapping) else {}
