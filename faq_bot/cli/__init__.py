"""The command line: `faq-bot COMMAND`, the same as `python -m faq_bot`."""

from faq_bot.cli.main import main

__all__ = ["main"]
