"""What askers may say about a reply: the request of `POST /api/v1/feedback`."""

from typing import Annotated

from pydantic import Field

from faq_bot.loading.record import Record
from faq_bot.storage.feedback import Verdict

COMMENT_LENGTH = 1000


class FeedbackRequest(Record):
    """A verdict on one reply, with a few words if there is more to say."""

    reply: str = Field(description="返事の reply")
    verdict: Verdict = Field(
        description="resolved 解決した、wrong_question 違う質問だった、outdated 情報が古い、unclear 分かりにくい"
    )
    comment: Annotated[str, Field(max_length=COMMENT_LENGTH)] | None = Field(
        default=None, description="補足（なくてもかまいません）"
    )
