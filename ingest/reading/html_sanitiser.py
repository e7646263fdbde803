"""A page in a mail, made safe to show in the sandboxed frame."""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3


def sanitise(html: str) -> str:
    """HTML for the sandboxed frame: no scripts, forms, or styles that move things, and nothing from other servers.

    Pictures keep only `cid:` addresses, which `show_pictures` turns into our own.
    """
    return _CLEANER.clean(html).strip()


def show_pictures(html: str, url_of: Callable[[str], str | None]) -> str:
    """Sanitised HTML with each `cid:` picture at the address `url_of` gives for its Content-ID (RFC 2392)."""

    def locate(match: re.Match[str]) -> str:
        url = url_of(match.group(1).replace("&amp;", "&"))
        return f'src="{url}"' if url else ""

    return re.sub(r'src="cid:([^"]*)"', locate, html)


_TAGS = nh3.ALLOWED_TAGS | {"font", "tfoot", "big", "main", "section", "address"}
_ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title", "align", "valign", "bgcolor"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "size", "face"},
    "table": {"border", "cellpadding", "cellspacing", "width"},
    "td": {"rowspan", "colspan", "width"},
    "th": {"rowspan", "colspan", "width", "scope"},
    "ol": {"start"},
    "col": {"span", "width"},
}
_STYLES = {
    "color", "background-color", "font-weight", "font-style", "font-family", "font-size", "text-align",
    "text-decoration", "line-height", "white-space", "vertical-align", "border", "border-collapse", "border-left",
    "border-top", "border-bottom", "padding", "padding-left", "width", "max-width",
}  # fmt: skip


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """A picture only from within the mail; a style that fetches nothing."""
    if tag == "img" and attribute == "src":
        return value if value[:4].lower() == "cid:" else None
    if attribute == "style" and ("url" in value.lower() or "\\" in value):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_keep,
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    link_rel="noopener noreferrer nofollow",
    filter_style_properties=_STYLES,
)
