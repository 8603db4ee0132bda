"""The floor: the same server, the same framework, saying hello in JSON."""

import os

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from faq_bot.server.main import THREADS

app = Flask(__name__)


@app.get("/")
def hello() -> dict[str, str]:
    return {"hello": "world"}


def main() -> None:
    Server(
        "benchmarks.hello:app",
        port=int(os.environ["PORT"]),
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
