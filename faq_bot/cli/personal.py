"""The answer about the asker as a table in a terminal."""

from faq_bot.cli.columns import strong
from faq_bot.conversation.reply import PersonalShown
from faq_bot.rules.phrases import yen


def print_personal(personal: PersonalShown) -> None:
    """Print licence years, reasons, what could change it, what to do next, and what it rests on."""
    for row in personal.rows:
        amount = "未定" if row.you_pay is None else yen(row.you_pay)
        price = "未定" if row.list_price is None else yen(row.list_price)
        print(strong(f"{row.year}年目  {row.period}"))
        print(f"  定価 {price}  払う人 {row.payer}  この事業所の負担 {amount}  （{row.status_label}）")
        if row.total is not None and row.you_pay and row.total != row.you_pay:
            print(f"  合計 {yen(row.total)}")
    _print_lines("理由", [f"{reason.text}（{', '.join(reason.refs)}）" for reason in personal.reasons])
    _print_lines("ご注意", personal.changes)
    for step in personal.next_steps:
        contact = " ".join(part for part in (step.contact.name, step.contact.telephone) if part)
        _print_lines(f"次にすること — {step.name}", [step.text, f"問い合わせ先: {contact}"])
    documents = [
        f"{document.title}（{document.publisher}、{document.published}）"
        for document in personal.basis.documents
    ]
    _print_lines(f"よりどころ（{personal.basis.as_of}の時点）", documents)
    print()


def _print_lines(heading: str, lines: list[str]) -> None:
    if lines:
        print(heading)
        for line in lines:
            print(f"  ・{line}")
