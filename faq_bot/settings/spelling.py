"""A misspelt variable stops the start: a limit or a secret that silently does not count is worse."""

import difflib
from collections.abc import Mapping

from rapidfuzz.distance import DamerauLevenshtein

from faq_bot.errors import SettingsError
from faq_bot.settings.variables import NAMES, PREFIX


def refuse_misspelt(env: Mapping[str, str]) -> None:
    """SettingsError for a variable that is none of ours but looks like one, with the near name.

    A name with our prefix is always meant for us; another is when it is one letter away from one of ours.
    """
    for name in sorted(set(env) - set(NAMES)):
        near = _meant(name)
        if near is not None:
            message = f"環境変数「{name}」は使いません。「{near}」の書き間違いではありませんか。"
            raise SettingsError(f"{message}使えるもの: {', '.join(NAMES)}")


def _meant(name: str) -> str | None:
    if name.startswith(PREFIX):
        ours = [one for one in NAMES if one.startswith(PREFIX)]
        return difflib.get_close_matches(name, ours, n=1, cutoff=0.0)[0]
    plain = [one for one in NAMES if not one.startswith(PREFIX) and len(one) > 5]  # PORT: anything is near it
    return next((one for one in plain if DamerauLevenshtein.distance(name, one) == 1), None)
