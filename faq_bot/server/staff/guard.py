"""What stands before every page of the staff: the log-in, the role, and forms that are ours."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from faq_bot.access.accounts import Member
from faq_bot.access.roles import reaches
from faq_bot.server.problems import RequestError
from faq_bot.server.staff.sessions import current, form_token, is_form_token
from faq_bot.storage.users import Role

_P = ParamSpec("_P")
HOME = "/staff"


def requires(
    role: Role,
) -> Callable[[Callable[Concatenate[Member, _P], ResponseReturnValue]], Callable[_P, ResponseReturnValue]]:
    """Let only members with the rights of `role` come to a view, which is given who it is.

    Who is not logged in is sent to do so, and comes back where a page was asked for.
    """

    def guarded(
        view: Callable[Concatenate[Member, _P], ResponseReturnValue],
    ) -> Callable[_P, ResponseReturnValue]:
        @functools.wraps(view)
        def asked(*arguments: _P.args, **named: _P.kwargs) -> ResponseReturnValue:
            member = current()
            if member is None:
                wanted = request.full_path.rstrip("?") if request.method == "GET" else HOME
                return redirect(url_for("staff.login", next=wanted), 303)
            if not reaches(member.role, role):
                raise RequestError(403)
            return view(member, *arguments, **named)

        return asked

    return guarded


def guard_forms(blueprint: Blueprint) -> None:
    """Refuse whatever is sent to a blueprint by a form that is not of this session; give templates `form_token`."""
    blueprint.before_request(_refuse_foreign_forms)
    blueprint.context_processor(lambda: {"form_token": form_token})


def back_to(wanted: str | None) -> str:
    """Return a page of the staff to go to: the one wanted if it is one, whatever else an address may hide."""
    if not wanted or "\\" in wanted or any(ord(letter) <= 32 for letter in wanted):
        return HOME
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return HOME
    inside = parts.path == HOME or parts.path.startswith(f"{HOME}/")
    return wanted if inside and not parts.scheme and not parts.netloc and ".." not in parts.path else HOME


def _refuse_foreign_forms() -> None:
    if request.method not in ("GET", "HEAD", "OPTIONS") and not is_form_token(
        request.form.get("form_token", "")
    ):
        raise RequestError(
            400, "画面が古くなっています。前の画面を読み込み直してから、もう一度送ってください。"
        )
