"""What Slack sends, as messages: mentions, direct messages, commands, shortcuts, and what is pressed."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from faq_bot.channels.lengths import length
from faq_bot.channels.message import Heard
from faq_bot.channels.slack.asking import thread_of

Body = Mapping[str, Any]
_MARK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_METADATA = 3000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes: a channel and the thread in it, or the address that replaces what only the asker sees."""

    channel: str = ""
    thread: str | None = None
    response_url: str | None = None

    @property
    def in_channel(self) -> bool:
        """Whether others read along, so that going on takes a mention."""
        return self.response_url is None and not self.channel.startswith(("D", "U", "W"))


def team_of(body: Body) -> str:
    """Return the workspace a request is about; of an organisation without one, the organisation."""
    team = body.get("team")
    named = team.get("id") if isinstance(team, Mapping) else team
    return str(body.get("team_id") or named or body.get("enterprise_id") or "")


def teams_of(body: Body) -> set[str]:
    """Return every id of workspace and organisation a request names as its own."""
    enterprise = body.get("enterprise")
    named = enterprise.get("id") if isinstance(enterprise, Mapping) else enterprise
    return {str(one) for one in (team_of(body), body.get("enterprise_id"), named) if one}


def of_event(body: Body) -> tuple[Heard, Place] | None:
    """Return the message of a mention or a direct message; None for what others or bots write, and for edits."""
    event = body.get("event", {})
    if event.get("bot_id") or event.get("subtype") or event.get("edited") or not event.get("user"):
        return None
    direct = event.get("type") == "message"
    if direct and event.get("channel_type") != "im":
        return None
    channel, user = str(event.get("channel", "")), str(event["user"])
    moment, within = str(event.get("ts", "")), event.get("thread_ts")
    thread = direct_thread(user) if direct and within is None else f"{channel}/{within or moment}"
    place = Place(channel, within if direct else within or moment)
    text = plain_text(str(event.get("text", "")))
    return Heard(team_of(body), thread, user, text, f"{channel}/{moment}"), place


def of_command(body: Body, fresh: str) -> Heard:
    """Return the message of a slash command; each begins a conversation of its own, named `fresh`."""
    return Heard(
        team_of(body), f"command/{fresh}", str(body.get("user_id", "")), plain_text(str(body.get("text", "")))
    )


def of_shortcut(body: Body) -> tuple[Heard, Place]:
    """Return the message somebody wants an answer to, in whose thread it is given."""
    message, channel = body.get("message", {}), str(body.get("channel", {}).get("id", ""))
    root = str(message.get("thread_ts") or message.get("ts", ""))
    text = plain_text(str(message.get("text", "")))
    heard = Heard(team_of(body), f"{channel}/{root}", _user(body), text, f"{body.get('trigger_id')}")
    return heard, Place(channel, root)


def of_press(body: Body) -> tuple[Heard, Place] | None:
    """Return who pressed something in a message, and where the reply goes; None if it is no message of ours."""
    action, container = first_action(body), body.get("container", {})
    thread = thread_of(str(action.get("block_id", "")))
    if thread is None:
        return None
    channel, moment = str(container.get("channel_id", "")), str(container.get("message_ts", ""))
    event = f"{channel}/{moment}/{action.get('block_id')}"
    heard = Heard(team_of(body), thread, _user(body), "", event)
    if container.get("is_ephemeral"):
        return heard, Place(channel, response_url=str(body.get("response_url", "")))
    within = container.get("thread_ts") or (None if thread.startswith("direct/") else moment)
    return heard, Place(channel, within)


def of_home(body: Body) -> tuple[Heard, Place]:
    """Return who pressed something in the home tab; the reply is a direct message."""
    user = _user(body)
    return Heard(team_of(body), direct_thread(user), user, "", str(body.get("trigger_id", ""))), Place(user)


def first_action(body: Body) -> Mapping[str, Any]:
    """Return what was pressed."""
    found: Mapping[str, Any] = next(iter(body.get("actions") or ()), {})
    return found


def direct_thread(user: str) -> str:
    """Return the name of the one conversation a member has in his direct messages."""
    return f"direct/{user}"


def kept_in_modal(heard: Heard, place: Place) -> str:
    """Return what a modal carries to go on with a conversation when it is sent."""
    found = json.dumps({"thread": heard.thread, "place": asdict(place)})
    return found if length(found) <= _METADATA else ""


def of_modal(body: Body) -> tuple[Heard, Place]:
    """Return the conversation a modal goes on with. ValueError if it carries none."""
    view = body.get("view", {})
    kept = json.loads(view.get("private_metadata") or "null")
    if not isinstance(kept, Mapping):
        raise ValueError("no conversation")
    heard = Heard(team_of(body), str(kept["thread"]), _user(body), "", str(view.get("id", "")))
    return heard, Place(**kept["place"])


def plain_text(text: str) -> str:
    """Return a text without Slack's mark-up: no mentions, links as their words, `&amp;` as 「&」."""
    return html.unescape(_MARK.sub(_said, text)).replace("\u00a0", " ").strip()


def _said(mark: re.Match[str]) -> str:
    target, label = mark[1], mark[2]
    if target.startswith("@"):
        return " "
    if target.startswith(("#", "!")):
        return label or " "
    return label or target.removeprefix("mailto:").removeprefix("tel:")


def _user(body: Body) -> str:
    return str(body.get("user", {}).get("id", ""))
