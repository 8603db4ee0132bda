"""`POST /channels/teams`: an outgoing webhook of Teams asks, and the answer is the response."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request
from pydantic_core import to_json

from faq_bot.assembly import now
from faq_bot.channels.outline import outline_of
from faq_bot.channels.signatures import PATIENCE, signed_by_one_of
from faq_bot.channels.teams.answers import Answers
from faq_bot.channels.teams.heard import of_activity, sent_at
from faq_bot.conversation.reply import Reply
from faq_bot.server.bodies import json_object
from faq_bot.server.channels.addresses import service_address
from faq_bot.server.channels.channel import Channel
from faq_bot.server.metrics import meters
from faq_bot.server.problems import RequestError
from faq_bot.settings import Settings

NAME = "teams"
_REFUSED = "Teams からの要求であることを確かめられませんでした。"


def add_teams(app: Flask, settings: Settings) -> None:
    """Let Teams in."""
    view = _View(Channel(app, NAME), settings)
    app.add_url_rule("/channels/teams", "channels.teams", view.answer, methods=["POST"])


class _View:
    def __init__(self, channel: Channel, settings: Settings):
        self._channel = channel
        self._settings = settings

    def answer(self) -> Response:
        raw, signature = request.get_data(), request.headers.get("Authorization", "")
        if not signed_by_one_of(self._settings.teams_tokens, signature, raw):
            _refuse("signature")
        activity = json_object(request)
        if _is_stale(activity):
            _refuse("stale")
        heard = of_activity(activity)
        if heard.event and not self._channel.events.is_new(
            NAME, f"{heard.team} {heard.thread} {heard.event}"
        ):
            _refuse("replayed")
        answers = Answers(self._channel.wording, service_address(self._settings))
        answered = self._channel.answer_text(heard, _remember)
        message = (
            answers.notice(answered) if isinstance(answered, str) else answers.message(outline_of(answered))
        )
        return Response(to_json(message), content_type="application/json")


def _remember(reply: Reply) -> dict[str, Any]:
    """What may be answered by its number."""
    return {"offers": [dict(choice.request) for choice in outline_of(reply).offers]}


def _is_stale(activity: Mapping[str, Any]) -> bool:
    try:
        moment = sent_at(activity)
    except ValueError:
        return True
    return moment is not None and abs((now() - moment).total_seconds()) > PATIENCE


def _refuse(reason: str) -> None:
    meters().refused(NAME, reason)
    raise RequestError(401, _REFUSED)
