"""What the staff did, in Japanese. Every action that is written down anywhere has its label here; a test sees to it."""

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
    "replies": "返事",
    "feedback": "評価",
    "unanswered": "答えのなかった質問",
    "seen_events": "受け取り済みの印",
}


def told(action: str) -> str:
    """Return an action in Japanese."""
    return LABELS.get(action, action)


def detail_told(detail: dict[str, object]) -> str:
    """Return what is kept of an action beside its object: 「役割: editor、…」."""
    return "、".join(f"{_KEYS.get(name, name)}: {value}" for name, value in detail.items() if value != "")
