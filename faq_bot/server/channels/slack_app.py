"""The Bolt app: which listener hears what, and what it leaves to the worker."""

import re
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from faq_bot.channels.message import Heard
from faq_bot.channels.slack import heard as hearing
from faq_bot.channels.slack.answers import SHARE, VERDICT
from faq_bot.channels.slack.asking import FACTS
from faq_bot.channels.slack.blocks import carried_pair
from faq_bot.channels.slack.facts_modal import CALLBACK
from faq_bot.channels.slack.heard import Body
from faq_bot.channels.slack.home import ASK, SEARCH
from faq_bot.server.channels.slack_delivery import SILENT
from faq_bot.server.channels.slack_talk import SlackTalk
from faq_bot.server.channels.worker import Worker

if TYPE_CHECKING:
    from slack_bolt import App

SHORTCUT = "answer_this"
Ack = Callable[..., Any]
IsNew = Callable[..., bool]


def bolt_app(token: str, talk: Callable[[], SlackTalk], worker: Worker, busy: Worker, is_new: IsNew) -> "App":
    """Return the app that hears all of Slack. It has checked nothing itself and asks no network at its start.

    `talk` gives what answers the request in hand; `busy` says so where the worker has no room.
    """
    from slack_bolt import App  # noqa: PLC0415  an extra
    from slack_bolt.authorization import AuthorizeResult  # noqa: PLC0415

    def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token, user_id=user_id)

    app = App(
        logger=SILENT,
        signing_secret="checked before",  # noqa: S106
        authorize=authorize,
        request_verification_enabled=False,
        process_before_response=True,
    )
    listeners = _Listeners(talk, worker, busy, is_new)
    app.event("app_mention")(listeners.wrote)
    app.event("message")(listeners.wrote)
    app.event("app_home_opened")(listeners.opened_home)
    app.command(re.compile(".*"))(listeners.commanded)
    app.shortcut(SHORTCUT)(listeners.wants_answer)
    app.view(CALLBACK)(listeners.told_facts)
    app.action(re.compile(rf"{VERDICT}\."))(listeners.judged)
    app.action(SHARE)(listeners.shared)
    app.action(re.compile(rf"{FACTS}\."))(listeners.wants_facts)
    app.action(re.compile(rf"{re.escape(ASK)}|{re.escape(SEARCH)}"))(listeners.pressed_at_home)
    app.action(re.compile(".*"))(listeners.pressed)
    return app


class _Listeners:
    """Each acknowledges at once; the worker does the rest."""

    def __init__(self, talk: Callable[[], SlackTalk], worker: Worker, busy: Worker, is_new: IsNew):
        self._talk, self._worker, self._busy, self._is_new = talk, worker, busy, is_new

    def wrote(self, ack: Ack, body: Body) -> None:
        """A mention or a direct message."""
        ack()
        found = hearing.of_event(body)
        if found is None:
            return
        heard, place = found
        if not self._is_new(f"event {body.get('event_id')}", _key(heard, "message", heard.event)):
            return
        talk = self._talk()
        self._later(heard, lambda: talk.text(heard, place), lambda: talk.busy(place))

    def commanded(self, ack: Ack, body: Body) -> None:
        """A slash command: the answer is the acknowledgement."""
        message = self._talk().command(hearing.of_command(body, secrets.token_urlsafe(12)))
        ack({"response_type": "ephemeral", **message})

    def wants_answer(self, ack: Ack, body: Body) -> None:
        """The shortcut 「この質問に答える」."""
        ack()
        heard, place = hearing.of_shortcut(body)
        if self._is_new(_key(heard, "shortcut", heard.event)):
            talk, address = self._talk(), str(body.get("response_url", "")) or None
            self._later(heard, lambda: talk.text(heard, place, address), lambda: talk.whisper_busy(body))

    def pressed(self, ack: Ack, body: Body) -> None:
        """A choice in a reply. Each is taken once, however often it is pressed."""
        ack()
        found = hearing.of_press(body)
        if found is not None and self._is_new(_key(found[0], "press", found[0].event)):
            talk, (heard, place) = self._talk(), found
            self._later(heard, lambda: talk.press(body, heard, place), lambda: talk.whisper_busy(body))

    def wants_facts(self, ack: Ack, body: Body) -> None:
        """Facts are to be corrected, or told one by one."""
        ack()
        found = hearing.of_press(body)
        if found is not None:
            talk, (heard, place) = self._talk(), found
            self._later(heard, lambda: talk.open_facts(body, heard, place), lambda: talk.whisper_busy(body))

    def told_facts(self, ack: Ack, body: Body) -> None:
        """The modal was sent."""
        ack()
        heard, place = hearing.of_modal(body)
        if self._is_new(_key(heard, "modal", heard.event)):
            talk = self._talk()
            self._later(heard, lambda: talk.facts(body, heard, place), lambda: talk.busy(place))

    def judged(self, ack: Ack, body: Body) -> None:
        """Somebody says what he thinks of a reply."""
        ack()
        reply, verdict = carried_pair(str(hearing.first_action(body).get("value", "")))
        heard, talk = self._who(body), self._talk()
        self._later(heard, lambda: talk.verdict(body, heard, reply, verdict), lambda: talk.whisper_busy(body))

    def shared(self, ack: Ack, body: Body) -> None:
        """The reply to a command is to be shown to everybody."""
        ack()
        thread = str(hearing.first_action(body).get("value", ""))
        who, talk = self._who(body), self._talk()
        heard = Heard(who.team, thread, who.sender, "")
        if self._is_new(_key(heard, "share", str(hearing.first_action(body).get("action_ts")))):
            self._later(heard, lambda: talk.share(body, heard), lambda: talk.whisper_busy(body))

    def opened_home(self, ack: Ack, body: Body) -> None:
        """The home tab was opened."""
        ack()
        event = body.get("event", {})
        if event.get("tab", "home") == "home":
            heard = Heard(hearing.team_of(body), "", str(event.get("user", "")), "")
            talk = self._talk()
            self._later(heard, lambda: talk.home(heard), lambda: None)

    def pressed_at_home(self, ack: Ack, body: Body) -> None:
        """Something was searched or asked in the home tab."""
        ack()
        heard, place = hearing.of_home(body)
        if self._is_new(_key(heard, "home", heard.event)):
            talk = self._talk()
            self._later(heard, lambda: talk.home_press(body), lambda: talk.busy(place))

    def _later(self, heard: Heard, job: Callable[[], None], busy: Callable[[], None]) -> None:
        """Have the worker do a job after those of the same conversation."""
        if not self._worker.submit(job, lane=f"{heard.team} {heard.thread or heard.sender}"):
            self._busy.submit(busy)

    @staticmethod
    def _who(body: Body) -> Heard:
        return Heard(hearing.team_of(body), "", str(body.get("user", {}).get("id", "")), "")


def _key(heard: Heard, kind: str, event: str) -> str:
    return f"{kind} {heard.team} {heard.thread} {event}"
