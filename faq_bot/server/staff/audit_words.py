"""What the staff did, in Japanese. Every action that is written down anywhere has its label here; a test sees to it."""

from faq_bot.reception.housekeeping import TABLES

LABELS = {
    "login": "ログインした",
    "login.failed": "ログインに失敗した",
    "login.locked": "続けて失敗し、しばらく止められた",
    "user.add": "人を加えた",
    "user.password": "合言葉を新しくした",
    "user.role": "役割を変えた",
    "user.disable": "入れないようにした",
    "user.enable": "また入れるようにした",
    "switch.off": "窓口を切った",
    "switch.on": "窓口を動かした",
    "knowledge.publish": "ナレッジを公開した",
    "knowledge.rollback": "前のナレッジに戻した",
    "knowledge.write": "ナレッジのフォルダに書き込んだ",
    "proposal.add": "提案した",
    "proposal.write": "提案を書いた",
    "proposal.withdraw": "提案を取り下げた",
    "proposal.reopen": "もう一度提案した",
    "proposal.try": "提案を確かめた",
    "proposal.publish": "提案を公開した",
    "question.alias": "質問を別の聞き方にした",
    "question.draft": "質問から下書きを作った",
    "question.not_ours": "質問を窓口の対象外にした",
    "question.ignored": "質問を今後も出さないことにした",
    "question.undo": "質問の決定を取り消した",
    "pin.add": "項目をピン留めした",
    "pin.remove": "項目のピン留めを外した",
    "keys.change": "キーを変えた",
    "prune": "古い記録を消した",
    "delete": "会話を消した",
}
_KEYS = {
    "role": "役割",
    "client": "接続元",
    "until": "いつまで",
    "notice": "お知らせ",
    "version": "版",
    "again": "もとのリリース",
    "kind": "種類",
    "entry": "項目",
    "proposal": "提案",
    "questions": "質問",
    "count": "件数",
    **TABLES,
}


def told(action: str) -> str:
    """Return an action in Japanese."""
    return LABELS.get(action, action)


def detail_told(detail: dict[str, object]) -> str:
    """Return what is kept of an action beside its object: 「役割: editor、…」."""
    return "、".join(f"{_KEYS.get(name, name)}: {value}" for name, value in detail.items() if value != "")
