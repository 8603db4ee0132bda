"""Signatures by known answers."""

from base64 import b64decode

import pytest

from faq_bot.channels.signatures import same, signed_by_one_of, slack_signature, teams_signature

# Slack's own example (docs.slack.dev, Verifying requests from Slack).
SLACK_SECRET, SLACK_TIME = "8f742231b10e8888abcd99yyyzzz85a5", "1531420618"
SLACK_BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
SLACK_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
# The token of the vendor's example; body and signature are our own, as the vendor prints no body.
TEAMS_TOKEN = "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA="
TEAMS_SIGNATURE = "HMAC HemGK+EtBjTFr3lPTvDtDtWGwpCayRAL2pHe/v6cBQQ="
TEAMS_BODY = '{"type":"message","text":"<at>FAQ</at> 料金"}'.encode()


def test_slacks_own_example_is_signed_as_slack_says():
    assert slack_signature(SLACK_SECRET, SLACK_TIME, SLACK_BODY) == SLACK_SIGNATURE


@pytest.mark.parametrize(
    ("secret", "time", "body"),
    [
        (SLACK_SECRET + "x", SLACK_TIME, SLACK_BODY),
        (SLACK_SECRET, "1531420619", SLACK_BODY),
        (SLACK_SECRET, SLACK_TIME, SLACK_BODY.replace(b"text=", b"text=x")),
    ],
)
def test_any_change_makes_another_signature(secret: str, time: str, body: bytes):
    assert slack_signature(secret, time, body) != SLACK_SIGNATURE


def test_teams_signs_the_raw_bytes_of_japanese_text_with_the_decoded_token():
    assert teams_signature(b64decode(TEAMS_TOKEN), TEAMS_BODY) == TEAMS_SIGNATURE


def test_either_of_two_tokens_is_enough_and_no_token_is_not():
    old, new = b"old" * 8, b"new" * 8
    for key in (old, new):
        assert signed_by_one_of((old, new), teams_signature(key, TEAMS_BODY), TEAMS_BODY)
    assert not signed_by_one_of((old, new), teams_signature(b"other" * 5, TEAMS_BODY), TEAMS_BODY)
    assert not signed_by_one_of((), teams_signature(old, TEAMS_BODY), TEAMS_BODY)


def test_strange_characters_in_a_signature_are_no_error():
    assert not same("v0=é", SLACK_SIGNATURE)
    assert not same("\ud800", SLACK_SIGNATURE)
