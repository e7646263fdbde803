"""The guide: a page for each who uses the desk, as docs/guide tells it; whoever opens it sees their own first."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from markdown_it import MarkdownIt

from config.language import PACKAGES
from config.words import ENGLISH, Text
from convert.errors import MissingError
from store.words import Role
from web.rendering import staff_page
from web.request import RequestContext, StaffContext

router = APIRouter(prefix="/guide", include_in_schema=False)

PAGES = {
    "clerk": Text("For who works at the desk"),
    "administrator": Text("For the administrator"),
    "plumber": Text("For the tradesperson"),
    "tenant": Text("For the tenant"),
}
_DOCS = PACKAGES / "docs"
# In the wheel it lies beside this package (pyproject.toml), with the pictures it shows; else where it is written.
_IN_WHEEL = PACKAGES / "web" / "guide"
GUIDE = _IN_WHEEL if _IN_WHEEL.is_dir() else _DOCS / "guide"
_PICTURE = re.compile(r"[a-z]+(?:\.[a-z]{2})?\.png")
_RELATIVE = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)]*\)")


@router.get("")
def show_own(context: StaffContext) -> Response:
    return _page(context, "administrator" if context.clerk.role is Role.ADMIN else "clerk")


@router.get("/{name}")
def show(context: StaffContext, name: str) -> Response:
    if name not in PAGES:
        raise MissingError(name)
    return _page(context, name)


@router.get("/pictures/{name}")
def show_picture(context: StaffContext, name: str) -> Response:  # noqa: ARG001  staff only
    places = (GUIDE / "pictures" / name, _DOCS / "pictures" / name)
    found = next((place for place in places if _PICTURE.fullmatch(name) and place.is_file()), None)
    if found is None:
        raise MissingError(name)
    return FileResponse(found, media_type="image/png", headers={"Cache-Control": "max-age=3600"})


def _page(context: RequestContext, name: str) -> Response:
    language = context.language if (GUIDE / context.language).is_dir() else ENGLISH
    with context.reading() as session:
        return staff_page(
            context,
            session,
            "guide.html",
            title=context.say("Guide"),
            text=_as_html(GUIDE / language / f"{name}.md"),
            language=language,
            pages=[{"name": key, "word": context.say(word), "on": key == name} for key, word in PAGES.items()],
        )


@cache
def _as_html(file: Path) -> str:
    """Our own file, a level lower than the page's title. A link to another of our files is only its words here."""
    text = _RELATIVE.sub(r"\1", file.read_text())
    text = re.sub(r"\]\([./]*pictures/", "](/guide/pictures/", text)
    text = re.sub(r"^#", "##", text, flags=re.MULTILINE)
    return str(MarkdownIt("commonmark", {"html": False}).render(text))
