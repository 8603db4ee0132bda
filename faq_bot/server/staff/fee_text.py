"""The reasoned answer as plain text, to be read out, mailed or filed as it stands."""

from collections.abc import Iterable, Sequence
from datetime import date

from faq_bot.conversation.reply import DocumentShown, PersonalShown, RowShown
from faq_bot.rules.phrases import shown
from faq_bot.server.licence_years import amount_shown


def reasoned(personal: PersonalShown, premises: Sequence[str] = ()) -> str:
    """Return what is paid, when, by whom, why, on which passages, and for which day; `premises` are the facts told."""
    day = shown(date.fromisoformat(personal.basis.as_of))
    parts = [
        [f"ライセンス料の判定（{day}の時点）", personal.sentence],
        _list("前提", premises),
        _list("年ごとの支払い（事業所番号1つあたり）", map(_year, personal.rows)),
        _list("理由", (f"{one.text}{_refs(one.refs)}" for one in personal.reasons)),
        _list("ご注意", personal.changes),
        _list("よりどころ", map(_document, personal.basis.documents)),
        [f"この判定は、{day}までに公表された資料によります。"],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _list(heading: str, lines: Iterable[str]) -> list[str]:
    points = [f"・{line}" for line in lines]
    return [heading, *points] if points else []


def _year(row: RowShown) -> str:
    several = row.total is not None and row.you_pay is not None and row.total != row.you_pay
    total = f"、合計 {amount_shown(row.total)}" if several else ""
    if row.status == "unknown":
        return f"{row.year}年目 {row.period}: 未定"
    pays = f"{amount_shown(row.you_pay)}{total}（{row.status_label}）、払う人: {row.payer}"
    return f"{row.year}年目 {row.period}: {pays}"


def _document(document: DocumentShown) -> str:
    published = shown(date.fromisoformat(document.published))
    return f"{document.title}（{document.publisher}、{published}公表）{document.url or ''}"


def _refs(refs: Sequence[str]) -> str:
    return f"［{'、'.join(refs)}］" if refs else ""
