"""One tool of extraction in an environment of its own: reads pages as JSON lines, answers with what it took and found.

Run by `scripts/bench peers` with the tool's own Python, so it imports nothing but the tool. A line in is a page (html,
url, language, outlet); a line out its CPU milliseconds and its body, null where the tool does not read such a page.
"""

import contextlib
import json
import sys
import time
from importlib import import_module

FUNDUS = {"aa_tr": "AnadoluAjansi", "haberturk": "Haberturk", "ntv": "NTVTR"}


def trafilatura(fast):
    extract = import_module("trafilatura").extract
    return lambda page: extract(page["html"], url=page["url"], fast=fast, favor_precision=True) or ""


def newspaper():
    module = import_module("newspaper")

    def read(page):
        article = module.Article(page["url"], language=page["language"], fetch_images=False)
        article.download(input_html=page["html"])
        article.parse()
        return article.text

    return read


def news_please():
    read = import_module("newsplease").NewsPlease.from_html
    return lambda page: read(page["html"], url=page["url"], fetch_images=False).maintext or ""


def goose():
    goose3 = import_module("goose3")

    def read(page):
        made = goose3.Goose({"target_language": page["language"], "enable_image_fetching": False})
        return made.extract(raw_html=page["html"]).cleaned_text

    return read


def fundus():
    outlets = import_module("fundus").PublisherCollection.tr
    parsers = {outlet: getattr(outlets, name).parser() for outlet, name in FUNDUS.items()}

    def read(page):
        if page["outlet"] not in parsers:
            return None
        return str(parsers[page["outlet"]].parse(page["html"], "suppress").get("body") or "")

    return read


TOOLS = {
    "trafilatura, fast": lambda: trafilatura(True),
    "trafilatura": lambda: trafilatura(False),
    "newspaper4k, language given": newspaper,
    "news-please": news_please,
    "goose3": goose,
    "Fundus": fundus,
}


def tried(read, page):
    try:
        return read(page)
    except Exception:  # what a tool cannot read counts as an empty body
        return ""


def main():
    answers, sys.stdout = sys.stdout, sys.stderr  # tools print
    read = TOOLS[sys.argv[1]]()
    for line in sys.stdin:
        page = json.loads(line)
        began = time.process_time()
        with contextlib.redirect_stdout(sys.stderr):
            body = tried(read, page)
        print(json.dumps([(time.process_time() - began) * 1000, body]), file=answers, flush=True)


if __name__ == "__main__":
    main()
