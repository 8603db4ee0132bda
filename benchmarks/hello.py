"""The floor: the same server, the same framework, saying hello in JSON."""

import os

from flask import Flask
from granian.log import LogLevels
from granian.server import Server

from faq_bot.server.gateway import Gateway, listening

app = Flask(__name__)
gateway = Gateway(app)


@app.get("/")
def hello() -> dict[str, str]:
    return {"hello": "world"}


def main() -> None:
    Server(
        "benchmarks.hello:gateway",
        port=int(os.environ["PORT"]),
        **listening(),
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
