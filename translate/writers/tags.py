"""Build HTML: all text is escaped unless it is `Html` already."""

from __future__ import annotations

from html import escape

from translate.writers.notes import visible

_VOID = {"meta", "br", "hr"}


class Html(str):
    """Text that is HTML already, made by `tag`, `text` or `raw`."""

    __slots__ = ()


Child = str | None  # `Html` stays as it is, other text is escaped, None is left out


def text(plain: str) -> Html:
    """Return plain text as HTML, safe between tags and in a quoted attribute.

    >>> text('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return Html(escape(visible(plain), quote=True))


def tag(element: str, /, *children: Child, **attributes: str | int | None) -> Html:
    """Return an element. `class_` stands for class, `_` in other names for `-`; an attribute of None is left out.

    >>> tag("a", "5 < 6", href="#s1", class_="ref", title=None)
    '<a href="#s1" class="ref">5 &lt; 6</a>'
    """
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None}
    start = element + "".join(f' {name}="{text(str(value))}"' for name, value in named.items())
    return Html(f"<{start}>" if element in _VOID else f"<{start}>{inside(*children)}</{element}>")


def inside(*children: Child) -> Html:
    """Return several children as one, nothing between them."""
    return Html("".join(child if isinstance(child, Html) else text(child) for child in children if child is not None))


def glue(between: str, parts: list[Html]) -> Html:
    """Return parts with plain text between each two."""
    return Html(text(between).join(parts))
