"""Logs as JSON, one object a line: what a container's or journal's reader takes apart without guessing."""

import logging
import sys
from pathlib import Path

from pythonjsonlogger.json import JsonFormatter
from scrapy.settings import BaseSettings

from newscrawl.streams import forgiving

_FIELDS = ("levelname", "name", "message", "exc_info")
_NAMES = {"levelname": "level", "name": "logger", "exc_info": "traceback"}


def to_json_lines(settings: BaseSettings) -> None:
    """Log to LOG_FILE, else to stdout, as JSON from the first line on; Scrapy's own handler is left out."""
    file = settings.get("LOG_FILE")
    handler = (
        logging.FileHandler(Path(file), encoding="utf-8") if file else logging.StreamHandler(forgiving(sys.stdout))
    )
    handler.setFormatter(JsonFormatter(_FIELDS, rename_fields=_NAMES, timestamp="time", json_ensure_ascii=False))
    handler.setLevel(settings.get("LOG_LEVEL"))
    logging.root.addHandler(handler)
    settings.set("LOG_ENABLED", False, priority="cmdline")
