"""`python -m faq_bot` is the same as `faq-bot`."""

from faq_bot.cli import main

main()
