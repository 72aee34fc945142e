"""Alerts: what is told, when, to whom; each kind of target really hears it, and one that fails costs nobody else."""

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from pymongo import MongoClient

from newscrawl.alerting import compose, current, is_quiet, remembered, troubles
from newscrawl.declarations import load
from newscrawl.exits import Exit
from newscrawl.health import Cause, Problem, Severity
from newscrawl.notifying import targets
from newscrawl.watching import Standing
from tests.crawling import Project
from tests.processes import wait
from tests.receivers import receiving
from tests.tlsproxy import web

# Apprise imports what Python will drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def standing(outlet: str, cause: Cause, about: str = "") -> Standing:
    problem = Problem(cause=cause, severity=Severity.ERROR, says=f"{cause} it is\x1b[2J", about=about)
    return Standing(outlet, None, None, [problem])


def test_one_message_grouped_by_cause_and_each_problem_once() -> None:
    wrong = current([standing("a", Cause.DNS), standing("b", Cause.DNS), standing("c", Cause.WALL)], [])
    message = compose([], wrong, NOW, DAY)
    assert message
    assert message.title == "newscrawl: 3 new"
    assert [line for line in message.body.splitlines() if not line.startswith(" ")] == ["dns: a, b", "wall: c"]
    assert "\x1b" not in message.body
    told = remembered([], wrong, NOW, DAY)
    assert compose(told, wrong, NOW + timedelta(hours=23), DAY) is None
    again = compose(told, wrong, NOW + DAY, DAY)
    assert again
    assert again.title == "newscrawl: 3 still there"
    later = remembered(told, wrong, NOW + DAY, DAY)
    assert compose(later, wrong, NOW + DAY + timedelta(hours=1), DAY) is None
    over = compose(later, wrong[:1], NOW + 2 * DAY - timedelta(hours=1), DAY)
    assert over
    assert over.body.splitlines() == ["over: dns: b", "over: wall: c"]


@pytest.mark.parametrize(
    ("hours", "clock", "quiet"),
    [("23:00-07:00", 23, True), ("23:00-07:00", 6, True), ("23:00-07:00", 7, False), ("12:00-13:00", 12, True),
     ("12:00-13:00", 13, False)],
)  # fmt: skip
def test_quiet_hours_go_by_the_declared_place(tmp_path: Path, hours: str, clock: int, quiet: bool) -> None:
    path = tmp_path / "watch.toml"
    path.write_text(f'[alerts]\nquiet = "{hours}"\ntimezone = "Europe/Istanbul"\n')
    alerts = load(path, []).alerts
    assert is_quiet(alerts, datetime(2026, 3, 2, clock, tzinfo=UTC) - timedelta(hours=3)) is quiet


def test_a_pass_that_was_not_made_is_seen() -> None:
    names = {"1": "$SLACK"}
    assert not troubles(names, [], NOW - timedelta(minutes=50), NOW)
    assert not troubles({}, [], None, NOW)
    assert [each.about for each in troubles(names, [], NOW - timedelta(hours=2), NOW)] == ["pass"]
    failed = [{"_id": "1", "failed": {"since": NOW, "error": "refused"}}]
    assert [each.says for each in troubles(names, failed, NOW, NOW)] == ["$SLACK does not take alerts: refused"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[outlets.a]\nevry = '1 h'", "outlets.a.evry is not known; did you mean every?"),
        ("[outlets.aa]\nevery = '1 h'", "outlets.aa is no outlet; did you mean a?"),
        ("[outlets.a]\nevery = 'often'", 'a time is written as "15 min"'),
        ("[outlets.a]\nper_day = [9, 1]", "two numbers are wanted"),
        ("[alerts]\ntargets = 'x'", "a list of texts is wanted"),
        ("[alerts]\ntimezone = 'Mars'", "no such time zone"),
        ("outlets = 3", "a table is wanted"),
        ("[outlets", "cannot be read"),
    ],
)
def test_a_typo_is_one_clear_problem_and_the_rest_counts(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "watch.toml"
    path.write_text(text + ("\n[outlets.b]\nevery = '2 h'\n" if "]" in text else ""))
    found = load(path, ["a", "b"])
    assert [says in each.says for each in found.problems] == [True]
    assert found.outlets.get("b", {}) == ({"every": timedelta(hours=2)} if "]" in text else {})
    assert load(tmp_path / "none.toml", []).problems[0].cause is Cause.DECLARATION
    assert load(None, []).problems == ()


def test_a_secret_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
    found, wrong = targets(["$HOOK", "tgram://123456789:secret_of_the_bot_123456/42", "$NOT_SET", "nonsense"])
    assert [each.name for each in found] == ["$HOOK", "tgram://***"]
    assert wrong[0] == "the environment has no NOT_SET"
    assert "Apprise knows" in wrong[1]


class Mailbox(Handler):
    """Keeps what it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.got.append(message)


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"mailto://127.0.0.1:{port}?from=ops@news.example&to=night@news.example&mode=insecure"
    finally:
        controller.stop()


def test_every_kind_of_target_hears_and_one_that_fails_is_seen(
    project: Project, tmp_path: Path, mailbox: tuple[Mailbox, str]
) -> None:
    box, mail = mailbox
    command, heard = tmp_path / "page-me", tmp_path / "heard"
    command.write_text(f"#!/bin/sh\ncat >> {heard}\n")
    command.chmod(0o755)
    started = datetime.now(UTC)
    run = {"_id": "1", "outlet": "milliyet", "state": "died", "started": started, "outcomes": {}}
    with MongoClient[dict[str, Any]](project.uri) as client:
        client[project.database].runs.insert_one(run)
    with (
        receiving() as hook,
        receiving(500) as refusing,
        receiving(wait=60) as hanging,
        web(tmp_path, lambda _: (200, "application/json", b'{"ok": true, "result": []}')) as outside,
    ):
        telegram = "tgram://123456789:abcdefg_hijklmnopqrstuvwxyz_012345/42"
        addresses = ["$HOOK", telegram, mail, f"exec:{command}", refusing.address, hanging.address]
        watch = tmp_path / "watch.toml"
        heartbeat = f'heartbeat = "{hook.address}/alive"'
        watch.write_text(f"[alerts]\ntargets = {json.dumps(addresses)}\n{heartbeat}\n")
        more = {**outside.environment, "NEWSCRAWL_WATCH": str(watch), "HOOK": f"{hook.address}/services/T/B/X",
                "no_proxy": "127.0.0.1"}  # fmt: skip
        told = project.scrapy("alert", **more)
        assert told.returncode == Exit.UNREACHABLE, told.stderr
        assert told.stderr.count(": told") == 4, told.stderr
        assert "abcdefg" not in told.stderr
        posts = [(path, body) for path, body in hook.asked if body]
        assert [path for path, _ in posts] == ["/services/T/B/X"]
        assert set(json.loads(posts[0][1])) == {"text"}
        assert ("/alive", b"") in hook.asked
        asked = [body for url, body in outside.asked if "api.telegram.org" in url and "sendMessage" in url]
        assert b"died" in asked[0]
        mails = box.got
        assert len(mails) == 1
        assert "died" in mails[0].as_string()
        assert "died: milliyet" in heard.read_text()
        shown = project.scrapy("status", **more)
        assert shown.returncode == Exit.DEGRADED
        assert shown.stderr.count("does not take alerts") == 2
        assert shown.stderr.count("sending JSON") + shown.stderr.count("Failed to send JSON") == 2  # and why
        with MongoClient[dict[str, Any]](project.uri) as client:
            client[project.database].runs.update_one({}, {"$set": {"state": "closed", "exit_code": 0}})
        watch.write_text(f'[alerts]\ntargets = ["$HOOK", "exec:{command}"]\n')
        assert project.scrapy("alert", **more).returncode == Exit.OK
        assert "over: died: milliyet" in heard.read_text()
        assert project.scrapy("status", **more).returncode == Exit.OK


def test_targets_are_declared_and_not_arguments(project: Project) -> None:
    done = project.scrapy("alert", "mailto://ops@mail.example.org")
    assert (done.returncode, "docs/operations.md" in done.stderr) == (Exit.USAGE, True)


def test_two_passes_at_a_time_tell_once(project: Project, tmp_path: Path) -> None:
    project.insert("runs", [{"_id": "1", "outlet": "milliyet", "state": "died", "started": datetime.now(UTC)}])
    asked, answer, pager = tmp_path / "asked", tmp_path / "answer", tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\necho told >> {asked}\nwhile [ ! -e {answer} ]; do sleep 0.1; done\n")
    pager.chmod(0o755)
    watch = tmp_path / "watch.toml"
    watch.write_text(f'[alerts]\ntargets = ["exec:{pager}"]\n')
    declared = {"NEWSCRAWL_WATCH": str(watch)}
    first = project.start("alert", **declared)
    wait(asked.exists)
    second = project.scrapy("alert", **declared)
    answer.touch()  # the first pass goes on until the second has said its word
    _, said = first.communicate(timeout=60)
    assert (second.returncode, first.returncode) == (Exit.HELD, Exit.OK), second.stderr + said
    assert f"process {first.pid} on" in second.stderr
    assert project.scrapy("alert", **declared).returncode == Exit.OK
    assert asked.read_text() == "told\n"
