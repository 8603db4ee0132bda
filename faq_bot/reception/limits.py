"""How often one client may ask, for each channel: counted here alone, or together with others in Redis.

Windows begin with the clock's, so that replicas share them, a request costs one step of one counter, and
what has been counted is dropped whole when its window ends.
"""

import ipaddress
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from faq_bot.assembly import now
from faq_bot.reception.shared_counts import SharedCounts

RATES = {
    "ask": "120/minute",
    "search": "600/minute",  # the help desk searches while typing, a whole office behind one address
    "eligibility": "240/minute",
    "feedback": "120/minute",
    "page": "600/minute",
    "staff": "3000/minute",  # a letter is a request, and nobody comes here without a log-in
    "login": "20/minute",
    "slack": "30/minute",  # of one member of a workspace
    "teams": "30/minute",
}
_PER_QUESTION = {"ask": 1, "feedback": 1, "eligibility": 2, "search": 5, "page": 5}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_REST = 5.0  # seconds a store that failed is left alone


def rates_of_askers(rate: str) -> dict[str, str | None]:
    """Return the rates of the channels of askers where one may ask so often: "120/minute" gives `RATES`."""
    amount, unit = _parts(rate)
    return {channel: f"{amount * share}/{unit}" for channel, share in _PER_QUESTION.items()}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may come in; what is left until `reset` (Unix seconds), `wait` seconds from now."""

    allowed: bool
    limit: int
    remaining: int
    reset: int
    wait: int


class Limits:
    """Counts requests by channel and client. Safe to share between threads.

    `lost` is how many could not be counted together with the other processes, because the store was away;
    they were counted here.
    """

    def __init__(
        self,
        store: str | None = None,
        rates: Mapping[str, str | None] | None = None,
        seconds: Callable[[], float] = lambda: now().timestamp(),
    ):
        """Count in the Redis at the address `store`, else in memory. A rate of None limits nothing.

        SettingsError says what to install if the client for Redis is lacking.
        """
        wanted = {**RATES, **(rates or {})}
        self._rates = {channel: _parsed(rate) for channel, rate in wanted.items() if rate is not None}
        self._here = _Counts()
        self._shared = None if store is None else SharedCounts(store)
        self._seconds = seconds
        self._resting_until = 0.0
        self.lost = 0

    def allow(self, channel: str, client: str) -> Verdict | None:
        """Count one request of a client on a channel. None where the channel has no limit."""
        rate = self._rates.get(channel)
        if rate is None:
            return None
        most, length = rate
        moment = self._seconds()
        window = int(moment // length)
        count = self._count(channel, _network(client), window, length)
        reset = (window + 1) * length
        return Verdict(count <= most, most, max(most - count, 0), reset, max(round(reset - moment), 1))

    def _count(self, channel: str, client: str, window: int, length: int) -> int:
        if self._shared is not None:
            if time.monotonic() >= self._resting_until:
                count = self._shared.add(f"faq-bot/{channel}/{client}/{window}", length)
                if count is not None:
                    return count
                self._resting_until = time.monotonic() + _REST
            self.lost += 1
        return self._here.add(channel, client, window)


class _Counts:
    """The counts of this process, for the window each channel is in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int | None, dict[str, int]]] = {}

    def add(self, channel: str, client: str, window: int) -> int:
        with self._lock:
            began, counts = self._windows.get(channel, (None, {}))
            if began != window:
                counts = {}
                self._windows[channel] = window, counts
            counts[client] = counts.get(client, 0) + 1
            return counts[client]


def _parsed(rate: str) -> tuple[int, int]:
    """Return how many are allowed, in how many seconds."""
    amount, unit = _parts(rate)
    return amount, _SECONDS[unit]


def _parts(rate: str) -> tuple[int, str]:
    amount, _, unit = rate.partition("/")
    return int(amount), unit


def _network(client: str) -> str:
    """Return whom an address stands for: one IPv6 connection has a whole /64."""
    if ":" not in client:
        return client
    try:
        return str(ipaddress.ip_network((client.partition("%")[0], 64), strict=False))
    except ValueError:
        return client
