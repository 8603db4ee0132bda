"""The keys of the queue, in one table: what the page tells, what its script does, what a member may change."""

from typing import NamedTuple


class QueueKey(NamedTuple):
    """What a key does: `action` is its name for the script, `keys` those it has before anybody chooses others."""

    action: str
    keys: tuple[str, ...]
    label: str


KEYS = (
    QueueKey("next", ("j", "ArrowDown"), "次の質問へ"),
    QueueKey("previous", ("k", "ArrowUp"), "前の質問へ"),
    QueueKey("alias", ("a",), "いちばん近い項目の、別の聞き方にする"),
    QueueKey("second", ("2",), "2番目に近い項目の、別の聞き方にする"),
    QueueKey("third", ("3",), "3番目に近い項目の、別の聞き方にする"),
    QueueKey("choose", ("e",), "ほかの項目を選んで、別の聞き方にする"),
    QueueKey("draft", ("n",), "新しい項目の下書きにする"),
    QueueKey("not_ours", ("o",), "窓口の対象外にする"),
    QueueKey("ignored", ("i",), "今後も出さない"),
    QueueKey("undo", ("u",), "いまの決定を取り消す"),
    QueueKey("keys", ("?",), "キーの一覧を開く、閉じる"),
)
"""They are heard only while the list of questions has the focus (WCAG 2.1.4)."""
SHOWN = {"ArrowDown": "↓", "ArrowUp": "↑"}
