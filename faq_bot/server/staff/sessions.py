"""Who is logged in: a signed cookie, believed only after a look at the account itself."""

import hmac
import secrets
from datetime import timedelta

from flask import Flask, Request, Response, current_app, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from faq_bot.access.accounts import Accounts, Member
from faq_bot.assembly import now
from faq_bot.settings import LOOPBACK, Settings

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
COOKIE_PATH = "/staff"
_NAME, _VERSION, _BEGAN, _SEEN, _FORMS = "name", "version", "began", "seen", "forms"


class _StaffSessions(SecureCookieSessionInterface):
    """Sessions for the staff's pages alone: askers have none, and spend no time on one."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if _is_staffs(request) else SecureCookieSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if _is_staffs(request):
            super().save_session(app, session, response)


def _is_staffs(asked: Request) -> bool:
    return asked.path.startswith(COOKIE_PATH)


def register_sessions(app: Flask, settings: Settings, secret: str) -> None:
    """Sign cookies with `secret`; only a service that nobody reaches but from its own machine does without https."""
    app.secret_key = secret
    app.session_interface = _StaffSessions()
    app.config.update(
        SESSION_COOKIE_NAME="staff",
        SESSION_COOKIE_PATH=COOKIE_PATH,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.proxies > 0 or settings.host not in LOOPBACK,
    )


def accounts() -> Accounts:
    """Return the accounts of the running app."""
    found: Accounts = current_app.extensions["accounts"]
    return found


def begin(member: Member) -> None:
    """Begin the session of a member; nothing of what the browser had before goes on."""
    session.clear()
    moment = now().timestamp()
    session.update({_NAME: member.name, _VERSION: member.version, _BEGAN: moment, _SEEN: moment})


def end() -> None:
    """End the session of this browser."""
    session.clear()


def current() -> Member | None:
    """Return who is logged in: the account is open and unchanged since, and the session neither idle nor old."""
    if _NAME not in session:
        return None
    moment = now().timestamp()
    fresh = moment - session[_SEEN] < IDLE.total_seconds()
    young = moment - session[_BEGAN] < LONGEST.total_seconds()
    member = accounts().member(session[_NAME]) if fresh and young else None
    if member is None or member.version != session[_VERSION]:
        session.clear()
        return None
    session[_SEEN] = moment
    return member


def form_token() -> str:
    """Return what each form of this session has to send along, so that other sites cannot send it."""
    if _FORMS not in session:
        session[_FORMS] = secrets.token_urlsafe(24)
    token: str = session[_FORMS]
    return token


def is_form_token(given: str) -> bool:
    """Return whether a form was ours, of this session."""
    return _FORMS in session and hmac.compare_digest(given.encode(), session[_FORMS].encode())
