"""`POST /channels/slack`: everything Slack sends comes here."""

import importlib.util
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from faq_bot.errors import SettingsError
from faq_bot.server.channels.addresses import service_address
from faq_bot.server.channels.channel import Channel
from faq_bot.server.channels.slack_app import bolt_app
from faq_bot.server.channels.slack_delivery import SlackDelivery
from faq_bot.server.channels.slack_gate import SlackGate
from faq_bot.server.channels.slack_talk import SlackTalk
from faq_bot.server.channels.worker import Worker
from faq_bot.server.gateway import LARGER_BODIES
from faq_bot.server.metrics import meters
from faq_bot.server.problems import RequestError
from faq_bot.settings import Settings

if TYPE_CHECKING:
    from slack_bolt import App

NAME = "slack"
_PATH = "/channels/slack"
_REFUSED = "Slack からの要求であることを確かめられませんでした。"


def add_slack(app: Flask, settings: Settings) -> None:
    """Let Slack in. SettingsError says what to install if the extra is lacking."""
    refuse_without_extra()
    secret, token = settings.slack_secret or "", settings.slack_token or ""  # read_settings wants both
    channel = Channel(app, NAME)
    worker, busy = Worker(), Worker(room=20, threads=1)
    counted = meters(app)
    delivery = SlackDelivery(token, settings.slack_api, worker, lambda: counted.undelivered(NAME))
    gate = SlackGate(secret, settings.slack_teams, channel.events)
    bolt = bolt_app(
        token,
        lambda: SlackTalk(channel, delivery, service_address(settings)),
        worker,
        busy,
        lambda *names: channel.events.is_new(NAME, *names),
    )
    app.extensions["slack_workers"] = (worker, busy)
    view = _View(gate, bolt)
    app.add_url_rule(_PATH, "channels.slack", view.answer, methods=["POST"])


def refuse_without_extra() -> None:
    """SettingsError unless slack-bolt is installed."""
    if importlib.util.find_spec("slack_bolt") is None:
        raise SettingsError(
            "SLACK_SIGNING_SECRET を使うには、次のとおり入れてください: pip install 'careplan-faq-bot[slack]'"
        )


class _View:
    """Lets in what Slack has sent just now, once."""

    def __init__(self, gate: SlackGate, bolt: "App"):
        self._gate = gate
        self._bolt = bolt

    def answer(self) -> Response:
        from slack_bolt.adapter.flask.handler import to_bolt_request, to_flask_response  # noqa: PLC0415

        request.max_content_length = LARGER_BODIES[_PATH]
        raw, headers = request.get_data(), request.headers
        signature = headers.get("X-Slack-Signature", "")
        self._refuse(self._gate.refusal(headers.get("X-Slack-Request-Timestamp", ""), signature, raw))
        try:
            heard = to_bolt_request(request)
        except ValueError:
            raise RequestError(400) from None
        self._refuse("team" if self._gate.is_stranger(heard.body) else None)
        if self._gate.is_repeated(signature):
            if "X-Slack-Retry-Num" in headers:
                return Response(status=200)
            self._refuse("replayed")
        return to_flask_response(self._bolt.dispatch(heard))

    @staticmethod
    def _refuse(reason: str | None) -> None:
        if reason is not None:
            meters().refused(NAME, reason)
            raise RequestError(401, _REFUSED)
