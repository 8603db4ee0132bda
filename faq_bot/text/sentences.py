"""A message with several questions in it becomes those questions."""

import re

_END = re.compile(r"(?<=[。？?！!\n])")
_ASKS = re.compile(r"(?:[?？]|(?:か|かな|かね|のか|教えてください|教えて|知りたいです|知りたい)[。!！\s]*)$")
_JOINT = re.compile(r"(?:それと|あと|それから|ついでに|また|加えて|もう一つ|もうひとつ)[、,\s]")


def questions_in(text: str) -> list[str]:
    """Return the questions of a message if it asks more than one, an empty list otherwise.

    A sentence counts as a question when it ends like one; what stands before a question and asks nothing (a
    story, a city) belongs to it.
    """
    questions, story = [], ""
    for sentence in _END.split(text):
        for part in _JOINT.split(sentence):
            if not part.strip():
                continue
            story += part
            if _ASKS.search(part.strip()):
                questions.append(story.strip())
                story = ""
    return questions if len(questions) > 1 else []
