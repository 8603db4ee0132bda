"""Official answers for the ケアプランデータ連携システム, cited and dated, with the fee decision they belong to."""

from faq_bot.assembly import Assistant
from faq_bot.matching.matcher import Matcher

__all__ = ["Assistant", "Matcher"]
