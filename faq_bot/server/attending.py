"""What goes on in each worker beside answering: new knowledge is taken over, numbers are brought up to date."""

import logging
import threading
import time
from collections.abc import Callable

from flask import Flask

from faq_bot.errors import StorageError
from faq_bot.reception.renewal import Renewal
from faq_bot.server.metrics import bring_up_to_date, meters

log = logging.getLogger(__name__)
EVERY = 2.0  # seconds between two looks


def attend(app: Flask, renewal: Renewal | None, wait: Callable[[float], object] = time.sleep) -> None:
    """Look after the app from now on, in a thread that ends with the process.

    `wait` waits so many seconds, or less where it knows that there is something to look at.
    """
    app.extensions["renewal"] = renewal
    threading.Thread(target=_run, args=(app, renewal, wait), name="attending", daemon=True).start()


def _run(app: Flask, renewal: Renewal | None, wait: Callable[[float], object]) -> None:
    while True:
        wait(EVERY)
        try:
            bring_up_to_date(app)
            taken = renewal.look() if renewal is not None else None
            if taken is not None:
                meters(app).reload(good=taken)
                bring_up_to_date(app)
        except StorageError as error:
            log.debug("the database is away: %s", error.kind)
        except Exception:
            log.exception("looking after the app failed")
