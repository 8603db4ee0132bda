"""What goes on in each worker beside answering: new knowledge is taken over, numbers are brought up to date."""

import logging
import threading

from flask import Flask

from faq_bot.reception.renewal import Renewal
from faq_bot.server.metrics import bring_up_to_date, meters

log = logging.getLogger(__name__)
EVERY = 2.0  # seconds between two looks


def attend(app: Flask, renewal: Renewal | None) -> None:
    """Look after the app from now on, in a thread that ends with the process."""
    app.extensions["renewal"] = renewal
    threading.Thread(target=_run, args=(app, renewal), name="attending", daemon=True).start()


def _run(app: Flask, renewal: Renewal | None) -> None:
    pause = threading.Event()
    while not pause.wait(EVERY):
        try:
            taken = renewal.look() if renewal is not None else None
            if taken is not None:
                meters(app).reload(good=taken)
            bring_up_to_date(app)
        except Exception:
            log.exception("looking after the app failed")
