"""Shapes of SVG, every value escaped."""

from collections.abc import Iterable

from markupsafe import Markup, escape


def shape(name: str, *inside: str, **attributes: object) -> Markup:
    """An element. `look` is its class; an underscore in a name is a hyphen."""
    shown = "".join(
        f' {"class" if key == "look" else key.replace("_", "-")}="{_short(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    return Markup(f"<{name}{shown}>{''.join(map(escape, inside))}</{name}>")  # noqa: S704 - each part is escaped


def picture(look: str, label: str, width: float, height: float, parts: Iterable[Markup], **more: str) -> Markup:
    """An image with a name for those who do not see it."""
    space = f"0 0 {_short(width)} {_short(height)}"
    return shape("svg", *parts, look=look, viewBox=space, role="img", aria_label=label, **more)


def _short(value: object) -> object:
    return round(value, 1) if isinstance(value, float) else value if isinstance(value, int) else escape(value)
