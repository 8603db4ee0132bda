"""Counters that several processes share, in Redis or Valkey."""

import importlib.util
from typing import Any

from faq_bot.errors import SettingsError

_PATIENCE = 0.2  # seconds to wait for the server


class SharedCounts:
    """Counters in a Redis or Valkey server. Safe to share between threads."""

    def __init__(self, address: str):
        """Count at an address such as `redis://host:6379`; it is not reached before the first count.

        SettingsError says what to install if the client is lacking.
        """
        self._client = _client(address)

    def add(self, key: str, seconds: int) -> int | None:
        """Add one to a counter that ends `seconds` later; return its count, None if the server is away."""
        from redis import RedisError  # noqa: PLC0415  an extra

        steps = self._client.pipeline(transaction=False).incr(key).expire(key, seconds)
        try:
            return int(steps.execute()[0])
        except RedisError:
            return None

    def answers(self) -> bool:
        """Return whether the server answers now."""
        from redis import RedisError  # noqa: PLC0415  an extra

        try:
            return bool(self._client.ping())
        except RedisError:
            return False


def _client(address: str) -> Any:
    if importlib.util.find_spec("redis") is None:
        raise SettingsError(
            "REDIS_URL を使うには、次のとおり入れてください: pip install 'careplan-faq-bot[redis]'"
        )
    from redis import Redis  # noqa: PLC0415  an extra
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    return Redis.from_url(
        address,
        socket_timeout=_PATIENCE,
        socket_connect_timeout=_PATIENCE,
        retry=Retry(NoBackoff(), 0),  # an asker does not wait for a counter
    )
