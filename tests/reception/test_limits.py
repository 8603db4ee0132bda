"""Counting, with a clock of the tests."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from faq_bot.reception.limits import RATES, Limits, rates_of_askers
from tests.conftest import NOON, free_port


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


def allowed(limits: Limits, client: str = "192.0.2.1", channel: str = "ask") -> bool:
    verdict = limits.allow(channel, client)
    assert verdict is not None
    return verdict.allowed


def test_a_new_window_begins_with_the_next_minute_of_the_clock():
    clock = Clock()
    limits = Limits(rates={"ask": "2/minute"}, seconds=clock)
    assert [allowed(limits) for _ in range(3)] == [True, True, False]
    clock.now += 59.9
    assert not allowed(limits)
    clock.now += 0.1
    assert allowed(limits)


def test_clients_and_channels_are_counted_apart():
    limits = Limits(rates={"ask": "1/minute", "slack": "1/hour"}, seconds=Clock())
    assert allowed(limits, "192.0.2.1")
    assert allowed(limits, "192.0.2.2")
    assert allowed(limits, "192.0.2.1", "slack")
    assert not allowed(limits, "192.0.2.1")
    assert not allowed(limits, "192.0.2.1", "slack")


def test_the_addresses_of_one_ipv6_connection_are_one_client():
    limits = Limits(rates={"ask": "1/minute"}, seconds=Clock())
    assert allowed(limits, "2001:db8:0:1::5")
    assert not allowed(limits, "2001:db8:0:1:ffff::9")
    assert allowed(limits, "2001:db8:0:2::5")


@pytest.mark.parametrize("client", ["", "unix:", "fe80::1%eth0", "::ffff:192.0.2.1", "1:2:3"])
def test_whatever_stands_for_a_client_is_counted(client: str):
    limits = Limits(rates={"ask": "1/minute"}, seconds=Clock())
    assert [allowed(limits, client), allowed(limits, client)] == [True, False]


def test_who_may_ask_twice_as_often_may_do_all_else_twice_as_often():
    usual = rates_of_askers("120/minute")
    assert usual == {channel: RATES[channel] for channel in usual}
    assert rates_of_askers("240/minute")["search"] == "1200/minute"
    assert "login" not in usual  # guessing passwords is nobody's use


def test_a_channel_without_a_limit_is_not_counted():
    assert Limits(rates={"ask": None}).allow("ask", "192.0.2.1") is None
    assert Limits().allow("nowhere", "192.0.2.1") is None


def test_threads_do_not_miss_one_another():
    limits = Limits(rates={"ask": "500/day"}, seconds=Clock())
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda _: allowed(limits), range(1000))) == 500


def test_what_a_window_has_counted_is_forgotten_with_it():
    """A stranger with a new address each time fills no memory for longer than a window."""
    clock = Clock()
    limits = Limits(rates={"ask": "1/second"}, seconds=clock)
    for number in range(1000):
        allowed(limits, f"10.0.{number >> 8}.{number & 255}")
    clock.now += 1
    allowed(limits)
    [(_, counts)] = limits._here._windows.values()
    assert len(counts) == 1


def test_a_store_that_is_away_keeps_nobody_out_and_the_counting_goes_on_here():
    limits = Limits(f"redis://127.0.0.1:{free_port()}", rates={"ask": "2/minute"}, seconds=Clock())
    assert [allowed(limits) for _ in range(3)] == [True, True, False]
    assert limits.lost == 3
