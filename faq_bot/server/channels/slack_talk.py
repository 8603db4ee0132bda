"""What happens in Slack when somebody writes, presses or opens something: each is a job after the acknowledgement."""

from collections.abc import Mapping
from typing import Any

from faq_bot.channels.message import Heard
from faq_bot.channels.outline import outline_of
from faq_bot.channels.slack import asking, facts_modal
from faq_bot.channels.slack import heard as hearing
from faq_bot.channels.slack.answers import Answers, Message
from faq_bot.channels.slack.blocks import carried_request, context
from faq_bot.channels.slack.heard import Body, Place
from faq_bot.channels.slack.home import SEARCH, home
from faq_bot.conversation.reply import Reply
from faq_bot.errors import InputError
from faq_bot.server.channels.channel import Channel
from faq_bot.server.channels.slack_delivery import SlackDelivery

_COMMAND = "command/"


class SlackTalk:
    """Answers what was heard in Slack, for the pages at one address. Made for one request."""

    def __init__(self, channel: Channel, delivery: SlackDelivery, service: str):
        self._channel = channel
        self._delivery = delivery
        self._answers = Answers(channel.wording, service)

    def command(self, heard: Heard) -> Message:
        """Return the answer to a slash command, which only the asker sees."""
        return self._message(self._channel.answer_text(heard, self._remember), heard, Place(response_url="–"))

    def text(self, heard: Heard, place: Place, otherwise: str | None = None) -> None:
        """Answer what somebody wrote."""
        answered = self._channel.answer_text(heard, self._remember)
        self._delivery.post(place, self._message(answered, heard, place), otherwise)

    def press(self, body: Body, heard: Heard, place: Place) -> None:
        """Answer what somebody pressed, and make it history in the message it stood in."""
        action = hearing.first_action(body)
        request = asking.request_of(action)
        try:
            asked = carried_request(request) if isinstance(request, str) else request
        except ValueError:
            return
        answered = self._channel.answer(heard, [asked], self._remember)
        self._delivery.post(place, self._message(answered, heard, place))
        if isinstance(answered, Reply) and place.response_url is None:
            self._settle(body, action)

    def open_facts(self, body: Body, heard: Heard, place: Place) -> None:
        """Open the modal in which facts are corrected or told one by one."""
        action, known = hearing.first_action(body), self._channel.remembered(heard).get("facts", {})
        asked = [name for name in str(action.get("value", "")).split(",") if name != "–"]
        names = asked if str(action.get("action_id")).endswith(".each") else [*asked, *known]
        kept = hearing.kept_in_modal(heard, place)
        view = facts_modal.facts_modal(self._channel.desk.assistant.knowledge, names, known, kept)
        if view["blocks"]:
            self._delivery.call("views.open", {"trigger_id": body.get("trigger_id"), "view": view})

    def facts(self, body: Body, heard: Heard, place: Place) -> None:
        """Answer what was told in the modal."""
        known = self._channel.remembered(heard).get("facts", {})
        asks = facts_modal.requests_of(body.get("view", {}), known)
        if asks:
            answered = self._channel.answer(heard, asks, self._remember)
            self._delivery.post(place, self._message(answered, heard, place))

    def verdict(self, body: Body, heard: Heard, reply: str, verdict: str) -> None:
        """Keep what somebody thinks of a reply, and thank him where only he sees it."""
        said = self._channel.keep_verdict(heard, reply, verdict)
        self._whisper(body, said)

    def share(self, body: Body, heard: Heard) -> None:
        """Show everybody in the channel the reply to a slash command."""
        shared = self._channel.remembered(heard).get("share")
        if not shared:
            self._whisper(body, self._channel.wording.channels.not_shared)
            return
        by = context(f"<@{heard.sender}>") if heard.sender.isalnum() else []
        message = {**shared, "blocks": [*by, *shared["blocks"]][:50]}
        shown = {"response_type": "in_channel", "replace_original": False, **message}
        self._delivery.respond(str(body.get("response_url", "")), shown)

    def home(self, heard: Heard, searched: str = "", notice: str = "") -> None:
        """Show the home tab, with what a search finds."""
        assistant, wording = self._channel.desk.assistant, self._channel.wording
        closed = self._channel.closed(heard)
        found = []
        if searched.strip() and closed is None:
            try:
                found = assistant.search(searched)
            except InputError as error:
                notice = error.message
        view = home(wording, assistant.suggestions(), searched.strip(), found, closed or notice)
        self._delivery.call("views.publish", {"user_id": heard.sender, "view": view})

    def home_press(self, body: Body) -> None:
        """Search from the home tab, or answer in the direct messages what was pressed there."""
        heard, place = hearing.of_home(body)
        action = hearing.first_action(body)
        if action.get("action_id") == SEARCH:
            self.home(heard, str(action.get("value") or ""))
            return
        answered = self._channel.answer(
            heard, [carried_request(str(action.get("value", "")))], self._remember
        )
        self._delivery.post(place, self._message(answered, heard, place))
        self.home(heard, notice=self._channel.wording.channels.in_messages)

    def busy(self, place: Place) -> None:
        """Say that there is too much to do just now."""
        self._delivery.post(place, self._answers.notice(self._channel.wording.channels.busy))

    def whisper_busy(self, body: Body) -> None:
        """Say so to somebody who pressed something."""
        self._whisper(body, self._channel.wording.channels.busy)

    def _message(self, answered: Reply | str, heard: Heard, place: Place) -> Message:
        if isinstance(answered, str):
            return self._answers.notice(answered)
        shareable = place.response_url is not None and heard.thread.startswith(_COMMAND)
        return self._answers.message(
            outline_of(answered), heard.thread, mentioned=place.in_channel, shareable=shareable
        )

    def _remember(self, reply: Reply) -> dict[str, Any]:
        """The facts, which a modal shows again, and what sharing would show."""
        facts = {fact.fact: fact.value for fact in reply.facts}
        return {"facts": facts, "share": self._answers.shared(outline_of(reply))}

    def _settle(self, body: Body, action: Mapping[str, Any]) -> None:
        message: Mapping[str, Any] = body.get("message", {})
        address, blocks = body.get("response_url"), message.get("blocks")
        if address and blocks:
            settled = asking.settled(list(blocks), str(action.get("block_id")), asking.label_of(action))
            shown = {"replace_original": True, "text": message.get("text", ""), "blocks": settled}
            self._delivery.respond(str(address), shown)

    def _whisper(self, body: Body, text: str) -> None:
        within = body.get("container", {}).get("thread_ts")
        thread = {"thread_ts": within} if within else {}
        said = {"response_type": "ephemeral", "replace_original": False, "text": text, **thread}
        if body.get("response_url"):
            self._delivery.respond(str(body["response_url"]), said)
