"""Replies as strange and as long as they may come, for property tests."""

from typing import Any

from hypothesis import strategies as st

from faq_bot.conversation.reply import Reply

STRANGE = "<!channel> & *太字* _x_ ~y~ `z` |a| [b](c) <@U1> :smile: \\ ﷽ 👩‍👩‍👧‍👦 \u202e\u200b\n\n・長い\t"
DAY = "2025-04-14"


def texts(most: int) -> st.SearchStrategy[str]:
    """Short and long, plain and strange."""
    piece = st.one_of(
        st.just(STRANGE),
        st.text(min_size=1, max_size=12),
        st.sampled_from(["料金", "&", "<", "*", "😀", "\n"]),
    )
    return st.builds(lambda one, times: (one * times)[:most], piece, st.sampled_from([1, 3, 40, 5000]))


def urls() -> st.SearchStrategy[str | None]:
    return st.sampled_from(
        [
            None,
            "",
            "javascript:alert(1)",
            "https://example.jp/a?b=1&c=2",
            "https://example.jp/" + "&" * 1500,
            "https://例.jp/|>",
        ]
    )


def source() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "ref": texts(40),
            "title": texts(3000),
            "publisher": texts(300),
            "published": st.just(DAY),
            "url": urls(),
        }
    )


def answer() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "id": st.just("licence-unit"),
            "question": texts(9000),
            "answer": texts(20000),
            "short_answer": texts(3000),
            "topic": st.just("licence"),
            "municipality": st.none(),
            "schemes": st.just([]),
            "sources": st.lists(source(), max_size=30),
            "updated_by": st.sampled_from([None, "licence-unit"]),
            "holds_from": st.just(DAY),
            "holds_to": st.none(),
        }
    )


def contact() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"name": texts(3000), "telephone": st.just("0000"), "hours": texts(900), "url": urls()}
    )


def need() -> st.SearchStrategy[dict[str, Any]]:
    choices = st.lists(
        st.fixed_dictionaries({"value": st.one_of(texts(400), st.booleans()), "label": texts(400)}),
        max_size=150,
    )
    kinds = st.sampled_from(["choice", "boolean", "date", "number"])
    return st.fixed_dictionaries(
        {
            "fact": st.sampled_from(["status", "start_date", "service_type"]),
            "type": kinds,
            "question": texts(4000),
            "choices": choices,
        }
    )


def row() -> st.SearchStrategy[dict[str, Any]]:
    amount = st.one_of(st.none(), st.integers(0, 10**12))
    return st.fixed_dictionaries(
        {
            "year": st.integers(1, 9),
            "start": st.just(DAY),
            "end": st.just(DAY),
            "period": texts(3000),
            "list_price": amount,
            "payer": texts(3000),
            "payer_id": st.none(),
            "you_pay": amount,
            "total": amount,
            "status": st.sampled_from(["certain", "expected", "unknown"]),
            "status_label": texts(300),
            "refs": st.just(["HD-1"]),
        }
    )


def cited() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"text": texts(6000), "refs": st.lists(texts(20), max_size=40)})


def personal() -> st.SearchStrategy[dict[str, Any]]:
    step = st.fixed_dictionaries(
        {"scheme": st.just("s"), "name": texts(900), "text": texts(6000), "contact": contact()}
    )
    document = source().map(lambda one: {name: value for name, value in one.items() if name != "ref"})
    basis = st.fixed_dictionaries(
        {"as_of": st.just(DAY), "refs": st.just([]), "documents": st.lists(document, max_size=20)}
    )
    return st.fixed_dictionaries(
        {
            "sentence": texts(8000),
            "rows": st.lists(row(), max_size=9),
            "reasons": st.lists(cited(), max_size=40),
            "changes": st.lists(texts(6000), max_size=40),
            "next_steps": st.lists(step, max_size=20),
            "basis": basis,
        }
    )


def candidate() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "id": st.just("licence-unit"),
            "question": texts(6000),
            "short_answer": texts(6000),
            "confidence": st.just(0.5),
            "sources": st.just([]),
        }
    )


def fact() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "fact": st.just("status"),
            "name": texts(400),
            "value": st.just("new"),
            "label": texts(4000),
            "words": st.one_of(st.none(), texts(4000)),
            "origin": st.just("question"),
        }
    )


def asked() -> st.SearchStrategy[dict[str, Any] | None]:
    made = st.fixed_dictionaries(
        {
            "lead": texts(6000),
            "text": texts(6000),
            "scheme": st.one_of(st.none(), texts(400)),
            "conditions": st.lists(texts(3000), max_size=20),
        }
    )
    return st.one_of(st.none(), made)


def replies() -> st.SearchStrategy[Reply]:
    """Any reply there may ever be, and many there will not."""
    return st.builds(
        _reply,
        outcome=st.sampled_from(["answered", "choose", "no_answer"]),
        said=st.one_of(st.just(""), texts(30000)),
        asked=asked(),
        answer=st.one_of(st.none(), answer()),
        also=st.lists(answer(), max_size=2),
        candidates=st.lists(candidate(), max_size=5),
        facts=st.lists(fact(), max_size=30),
        needs=st.lists(need(), max_size=9),
        personal=st.one_of(st.none(), personal()),
        contact=contact(),
        kind=st.sampled_from(["question", "why"]),
        explained=st.lists(cited(), max_size=20),
    )


def _reply(needs: list[dict[str, Any]], explained: list[dict[str, Any]], **parts: Any) -> Reply:
    needs = list({one["fact"]: one for one in needs}.values())
    parts["asked"] = parts["asked"] if needs else None
    return Reply(
        reply="x" * 28,
        message="message",
        states_answer=parts["answer"] is not None,
        confidence=0.5,
        eligibility={"license_years": [1] if explained else [], "explanation": explained},
        needs=needs,
        asks=[one["fact"] for one in needs] if parts["asked"] else [],
        conversation="",
        knowledge_version="0123456789ab",
        **parts,
    )
