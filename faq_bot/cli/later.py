"""Commands whose modules are loaded when they are run: `faq-bot ask` does not wait for a database's programs."""

import argparse
import importlib
from collections.abc import Callable


def later(module: str, name: str) -> Callable[[argparse.Namespace], None]:
    """Return the command `name` of a module of this room."""

    def run(options: argparse.Namespace) -> None:
        getattr(importlib.import_module(f"faq_bot.cli.{module}"), name)(options)

    return run
