"""What is published about the Adaptive Card elements we use, version 1.5 (adaptivecards.io/explorer), as a closed schema."""

_TEXT = {"type": "string"}
_SPACING = {"enum": ["None", "Small", "Default", "Medium", "Large", "ExtraLarge", "Padding"]}
TEXT_BLOCK = {
    "type": "object",
    "required": ["type", "text"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "TextBlock"},
        "text": _TEXT,
        "wrap": {"const": True},
        "weight": {"enum": ["Default", "Lighter", "Bolder"]},
        "size": {"enum": ["Default", "Small", "Medium", "Large", "ExtraLarge"]},
        "isSubtle": {"type": "boolean"},
        "style": {"enum": ["default", "heading"]},
        "spacing": _SPACING,
    },
}
FACT_SET = {
    "type": "object",
    "required": ["type", "facts"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "FactSet"},
        "facts": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["title", "value"],
                "additionalProperties": False,
                "properties": {"title": _TEXT, "value": _TEXT},
            },
        },
    },
}
OPEN_URL = {
    "type": "object",
    "required": ["type", "url", "title"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "Action.OpenUrl"},
        "title": {"type": "string", "minLength": 1},
        "url": {"type": "string", "pattern": "^https?://"},
    },
}
CARD = {
    "type": "object",
    "required": ["type", "version", "body", "fallbackText"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "AdaptiveCard"},
        "$schema": {"const": "http://adaptivecards.io/schemas/adaptive-card.json"},
        "version": {"const": "1.5"},
        "lang": {"const": "ja"},
        "fallbackText": _TEXT,
        "msteams": {"const": {"width": "Full"}},
        "body": {"type": "array", "minItems": 1, "items": {"oneOf": [TEXT_BLOCK, FACT_SET]}},
        "actions": {"type": "array", "minItems": 1, "maxItems": 6, "items": OPEN_URL},
    },
}
