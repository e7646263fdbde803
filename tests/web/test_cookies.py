"""Cookies that let somebody in are bound to our own host where the desk is under https."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi import Request
from fastapi.responses import Response

from config.settings import DeskSettings, Settings
from web.request import cookie_of, drop_cookie, give_cookie


@pytest.mark.parametrize(("site", "prefix"), [("https://desk.example.nl", "__Host-"), ("http://127.0.0.1:8000", "")])
def test_a_cookie_under_https_is_taken_from_our_own_host_only(site: str, prefix: str):
    settings, answer = Settings(desk=DeskSettings(base_url=site)), Response()

    give_cookie(answer, settings, "postbon", "secret", timedelta(hours=1))
    drop_cookie(answer, settings, "postbon")
    given, dropped = answer.headers.getlist("set-cookie")
    brought = Request({"type": "http", "headers": [(b"cookie", b"__Host-postbon=ours; postbon=anybodys")]})

    assert given.startswith(f"{prefix}postbon=secret; ") and dropped.startswith(f'{prefix}postbon=""; ')
    for cookie in (given, dropped):
        assert {"HttpOnly", "Path=/", "SameSite=lax"} <= {*cookie.split("; ")}
        assert ("Secure" in cookie) == bool(prefix) and "Domain" not in cookie
    assert cookie_of(brought, settings, "postbon") == ("ours" if prefix else "anybodys")
