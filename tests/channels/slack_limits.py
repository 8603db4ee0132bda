"""What Slack publishes about blocks (docs.slack.dev/reference/block-kit), written down once more and independently."""

from typing import Any

Block = dict[str, Any]


def size(text: str) -> int:
    """As JavaScript counts."""
    return len(text.encode("utf-16-le")) // 2


def check_message(message: dict[str, Any]) -> None:
    assert 0 < size(message["text"]) <= 4000
    check_blocks(message["blocks"], 50)


def check_view(view: dict[str, Any]) -> None:
    check_blocks(view["blocks"], 100)
    assert size(view.get("private_metadata", "")) <= 3000
    for part in ("title", "submit", "close"):
        if part in view:
            check_text(view[part], 24, ("plain_text",))
    if view["type"] == "modal":
        assert "title" in view
        assert "submit" in view


def check_blocks(blocks: list[Block], most: int) -> None:
    assert 0 < len(blocks) <= most
    names = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(names) == len(set(names))
    assert all(0 < size(name) <= 255 for name in names)
    for block in blocks:
        CHECKS[block["type"]](block)


def check_text(text: Block, most: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> None:
    assert text["type"] in kinds
    assert 1 <= size(text["text"]) <= most
    assert "emoji" not in text or text["type"] == "plain_text"
    assert "verbatim" not in text or text["type"] == "mrkdwn"


def header(block: Block) -> None:
    check_text(block["text"], 150, ("plain_text",))


def section(block: Block) -> None:
    check_text(block["text"], 3000)
    fields = block.get("fields", [])
    assert len(fields) <= 10
    for field in fields:
        check_text(field, 2000)
    if "accessory" in block:
        check_element(block["accessory"])


def context(block: Block) -> None:
    assert 1 <= len(block["elements"]) <= 10
    for element in block["elements"]:
        check_text(element, 2000)


def actions(block: Block) -> None:
    assert 1 <= len(block["elements"]) <= 25
    names = [element["action_id"] for element in block["elements"]]
    assert len(names) == len(set(names))
    for element in block["elements"]:
        check_element(element)


def input_block(block: Block) -> None:
    check_text(block["label"], 2000, ("plain_text",))
    check_element(block["element"])


def check_element(element: Block) -> None:
    assert 0 < size(element["action_id"]) <= 255
    ELEMENTS[element["type"]](element)


def button(element: Block) -> None:
    check_text(element["text"], 75, ("plain_text",))
    assert size(element.get("value", "")) <= 2000
    assert set(element) <= {"type", "text", "action_id", "value", "style", "url"}


def static_select(element: Block) -> None:
    check_text(element["placeholder"], 150, ("plain_text",))
    assert 1 <= len(element["options"]) <= 100
    for option in [
        *element["options"],
        *([element["initial_option"]] if "initial_option" in element else []),
    ]:
        check_text(option["text"], 75)
        assert 1 <= size(option["value"]) <= 150
    if "initial_option" in element:
        assert element["initial_option"] in element["options"]


def datepicker(element: Block) -> None:
    assert set(element) <= {"type", "action_id", "initial_date", "placeholder"}


def number_input(element: Block) -> None:
    assert element["is_decimal_allowed"] is False


def plain_text_input(element: Block) -> None:
    check_text(element["placeholder"], 150, ("plain_text",))
    assert 1 <= element["max_length"] <= 3000


CHECKS = {
    "header": header,
    "section": section,
    "context": context,
    "actions": actions,
    "input": input_block,
}
ELEMENTS = {
    "button": button,
    "static_select": static_select,
    "datepicker": datepicker,
    "number_input": number_input,
    "plain_text_input": plain_text_input,
}
