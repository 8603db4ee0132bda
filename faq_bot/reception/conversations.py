"""Which conversation somebody means who asks what is kept of his, or wants it gone."""

import re

from faq_bot.conversation.talk import Talk
from faq_bot.conversation.tokens import Tokens
from faq_bot.errors import InputError
from faq_bot.reception.keeping import hashed

_KEPT = re.compile("[0-9a-f]{32}")


def kept_conversation(given: str, secret: str) -> str:
    """Return the conversation as it is kept, from a reply's `conversation` however old, or from an export.

    InputError if it is neither.
    """
    if _KEPT.fullmatch(given):
        return given
    talk = Tokens(secret, lambda: 0).read(given, hours=None)
    if isinstance(talk, Talk) and talk.id:
        return hashed(talk.id)
    raise InputError(
        "--conversation",
        "この会話は読み取れません。返事の「conversation」か、書き出した記録の「conversation」をそのまま指定してください"
        "（SECRET_KEY はサービスと同じ値にします）。",
    )
