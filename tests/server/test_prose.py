"""Answers become paragraphs and lists."""

from hypothesis import given
from hypothesis import strategies as st

from faq_bot.server.site.prose import blocks


def test_points_become_a_list_between_paragraphs():
    assert blocks("次の2つです。\n- 紙\n- 印\n\n以上です。") == [
        (False, ("次の2つです。",)),
        (True, ("紙", "印")),
        (False, ("以上です。",)),
    ]


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)))
def test_no_line_is_lost(lines: list[str]):
    found = [line for block in blocks("\n".join(lines)) for line in block.lines]
    assert found == lines
