"""The digest of a week in Japanese: the same sentences for the page, the command line and channels."""

from collections.abc import Iterator

from faq_bot.reception.digest import UNSEEN_WEEKS, Digest, RatedLine, StaleLine
from faq_bot.rules.phrases import shown

WHY = {"review": "見直しの期日を過ぎた", "ended": "有効な期間が終わった"}
_VERDICTS = (("wrong_question", "違う質問"), ("outdated", "情報が古い"), ("unclear", "分かりにくい"))


def title(found: Digest) -> str:
    """Return the heading: the week and its days."""
    return f"週のまとめ {found.week}（{shown(found.first)}〜{shown(found.last)}）"


def headline(found: Digest) -> str:
    """Return the resolved rate with the number it rests on, and its change to the week before."""
    if found.resolved_rate is None:
        return f"解決率は出せません（回答 {found.answered:,}件のうち、評価は0件）。"
    told = f"解決率 {found.resolved_rate:.1%}（評価された回答 {found.rated:,}件のうち {found.resolved:,}件）"
    if found.change is None:
        return f"{told}。前の週は評価がなく、比べられません。"
    before = f"前の週（{found.rate_before:.1%}、{found.rated_before:,}件）"
    points = round(100 * found.change, 1)
    if not points:
        return f"{told}。{before}と変わりません。"
    return (
        f"{told}。{before}より{abs(points):.1f}ポイント{'上がりました' if points > 0 else '下がりました'}。"
    )


def counts(found: Digest) -> str:
    """Return how many replies there were, by outcome."""
    parts = f"回答 {found.answered:,}、選択 {found.choose:,}、答えなし {found.no_answer:,}"
    return f"返事 {found.replies:,}件（{parts}）"


def complaints(line: RatedLine) -> str:
    """Return what askers said of an entry's answers."""
    told = [f"{label} {count}" for name, label in _VERDICTS if (count := getattr(line, name))]
    return f"評価 {line.rated}件のうち解決 {line.resolved}件（{'、'.join(told)}）"


def age(line: StaleLine) -> str:
    """Return why an entry wants to be looked at."""
    return f"{WHY[line.why]}（{shown(line.day)}）"


UNSEEN = f"この週までの{UNSEEN_WEEKS}週間に一度も示されていない項目"


def as_text(found: Digest) -> str:
    """Return the whole digest as plain text."""
    return "\n".join(_lines(found))


def _lines(found: Digest) -> Iterator[str]:
    yield title(found)
    yield headline(found)
    yield counts(found)
    yield from _list(
        "答えられなかった質問",
        found.open_gaps,
        [
            f"{gap.question}（これまで{gap.asked}回"
            + (f"、近い項目: {gap.nearest.question}［{gap.nearest.entry}］）" if gap.nearest else "）")
            for gap in found.gaps
        ],
    )
    bad = [f"{line.question}［{line.entry}］ {complaints(line)}" for line in found.badly_rated]
    yield from _list("評価の低い項目", found.badly_rated_count, bad)
    old = [f"{line.question}［{line.entry}］ {age(line)}" for line in found.stale]
    yield from _list("見直しが要る項目", found.stale_count, old)
    unseen = [f"{line.question}［{line.entry}］" for line in found.never_shown]
    yield from _list(UNSEEN, found.never_shown_count, unseen)


def _list(heading: str, count: int, lines: list[str]) -> Iterator[str]:
    yield f"\n{heading} {count:,}件"
    yield from (f"・{line}" for line in lines)
    if count > len(lines):
        yield f"・ほか {count - len(lines):,}件"
