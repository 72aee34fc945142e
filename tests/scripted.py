"""Outlets on 127.0.0.1 whose pages come by script, and the pages: filled, walled, endless, fatal."""

import json

from tests.loopback import Loopback, article
from tests.webserver import Page

TEXT = article(3).decode().partition("<div class=entry>")[2].partition("</div>")[0]
TITLE = "وفد رقم 3 يزور سامسون"


class Scripted(Loopback):
    """A synthetic newspaper whose pages are empty until their script has run."""

    name = "scripted"
    javascript = True


class Consenting(Scripted):
    """One that shows its text to those who have clicked."""

    name = "consenting"
    consent = "button#accept"


def shell(script: str, body: str = "") -> bytes:
    """A page that says nothing but for its script."""
    return (
        f"<html><head><meta charset=utf-8><title>Loopback</title></head><body><div id=app>{body}</div>"
        f"<script>{script}</script></body></html>"
    ).encode()


FILL = """
async function fill() {
  const text = await (await fetch('/api/story')).json();
  document.title = text.title;
  document.querySelector('#app').innerHTML =
    '<h1>' + text.title + '</h1><img src="/picture.png"><div class=entry>' + text.body + '</div>';
}"""
WALL = (
    "<h2>We value your privacy</h2><p>Accept cookies to go on.</p><button id=accept onclick=fill()>Accept all</button>"
)
SPIN = "for (;;) {}"
EAT = "const kept = []; for (;;) kept.push(new Array(5e6).fill(1.5));"
STORY = Page(json.dumps({"title": TITLE, "body": TEXT}).encode(), headers={"Content-Type": "application/json"})
