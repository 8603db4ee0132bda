"""An answer as schema.org describes it, for readers that are programs: exactly what the page shows."""

from typing import Any

from faq_bot.conversation.reply import AnswerShown, SourceShown


def faq_page(answer: AnswerShown, url: str) -> dict[str, Any]:
    """Return the FAQPage of one entry; `dateModified` is the day its content dates from."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": "ja",
        "url": url,
        "dateModified": answer.holds_from,
        "mainEntity": [
            {
                "@type": "Question",
                "name": answer.question,
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": answer.answer,
                    "dateModified": answer.holds_from,
                    "citation": [_citation(source) for source in answer.sources],
                },
            }
        ],
    }


def _citation(source: SourceShown) -> dict[str, Any]:
    cited = {
        "@type": "CreativeWork",
        "name": source.title,
        "identifier": source.ref,
        "publisher": {"@type": "Organization", "name": source.publisher},
        "datePublished": source.published,
    }
    return cited if source.url is None else {**cited, "url": source.url}
