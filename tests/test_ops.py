"""What runs newscrawl for good: every file of `ops/` by its own tool, and the metrics that it builds on."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from pymongo import MongoClient

from newscrawl import registry, watching
from newscrawl.declarations import Declarations
from newscrawl.exits import Exit
from newscrawl.metrics import Fleet
from newscrawl.metrics import registry as metrics_registry
from newscrawl.watching import Standing
from tests.crawling import ROOT, Project

OPS = ROOT / "ops"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOOLS = Path(sys.executable).parent


def tool(name: str) -> str:
    """A program of the machine; skips the test where it is absent."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on this machine (scripts/test installs it where it may)")
    return found


def passes(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def outlet(**more: Any) -> dict[str, Any]:
    last = {
        "started": NOW, "finished": NOW + timedelta(seconds=90), "state": "closed", "exit_code": 0, "pages": 5,
        "bytes": 900, "memory": 7, "waiting": 2, "timing": {"cpu": 1.5}, "outcomes": {"new": 3, "rejected/no_body": 1},
        "fields": {"body": {"found": 3, "missing": 1}}, **more,
    }  # fmt: skip
    return {"_id": "hurriyet", "worked": NOW, "last": last, "judged": last, "lives": None}


def standings(*outlets: dict[str, Any]) -> list[Standing]:
    declared = Declarations(outlets={"dha": {"every": timedelta(minutes=15)}})
    return watching.standings(outlets, declared, NOW + timedelta(minutes=5))


def samples(*outlets: dict[str, Any]) -> dict[tuple[str, ...], float]:
    text = generate_latest(
        metrics_registry(Fleet(standings(*outlets), {"articles": 7, "stories": 1}, {"hurriyet": 4}))
    ).decode()
    return {
        (sample.name, *(sample.labels[key] for key in sorted(sample.labels) if key != "outlet")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_metrics_say_what_the_run_says() -> None:
    found = samples(outlet(problems=[{"cause": "slow", "severity": "warning", "says": "x"}]))
    assert found["newscrawl_last_run_timestamp_seconds",] == NOW.timestamp()
    assert found["newscrawl_last_run_duration_seconds",] == 90
    assert found["newscrawl_last_run_addresses", "rejected/no_body"] == 1
    assert found["newscrawl_last_run_field_found_ratio", "body"] == 0.75
    assert found["newscrawl_last_run_state", "closed"] == 1
    assert found["newscrawl_last_run_state", "died"] == 0
    assert found["newscrawl_problems", "slow", "warning"] == 1
    assert found["newscrawl_articles",] == 7
    assert found["newscrawl_dead_letters",] == 4
    assert found["newscrawl_problems", "missed", "error"] == 1  # of dha, which is declared and never ran


def test_a_broken_run_costs_no_metric_of_the_others() -> None:
    broken = {"_id": "ntv", "last": {"outcomes": [], "fields": 3, "timing": 1, "exit_code": "x", "problems": "y"}}
    found = samples(outlet(), broken)
    assert found["newscrawl_last_run_pages",] == 5
    assert found["newscrawl_problems", "document", "error"] == 1


def every_metric() -> set[str]:
    return {name for name, *_ in samples(outlet())}


def used(text: str) -> set[str]:
    return set(re.findall(r"\bnewscrawl_\w+", text))


def test_every_metric_of_the_dashboard_and_the_alerts_exists() -> None:
    there = every_metric()
    rules = (OPS / "prometheus" / "newscrawl.rules.yml").read_text(encoding="utf-8")
    board = json.loads((OPS / "grafana" / "newscrawl.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    asked += [each["query"]["query"] for each in board["templating"]["list"] if each["type"] == "query"]
    for text in (rules, *asked):
        assert used(text)
        assert used(text) <= there
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_the_queries_of_the_board_are_promql(tmp_path: Path) -> None:
    promtool = tool("promtool")
    board = json.loads((OPS / "grafana" / "newscrawl.json").read_text(encoding="utf-8"))
    asked = [target["expr"].replace("$outlet", ".*") for panel in board["panels"] for target in panel["targets"]]
    rules = [{"record": f"board:{n}", "expr": expr} for n, expr in enumerate(asked)]
    file = tmp_path / "board.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "board", "rules": rules}]}), encoding="utf-8")
    assert f"{len(asked)} rules found" in passes(promtool, "check", "rules", file)


def test_prometheus_takes_its_files() -> None:
    promtool = tool("promtool")
    folder = OPS / "prometheus"
    passes(promtool, "check", "config", "prometheus.yml", cwd=folder)
    passes(promtool, "test", "rules", "newscrawl.rules.test.yml", cwd=folder)


def test_metrics_follow_the_conventions(tmp_path: Path) -> None:
    promtool = tool("promtool")
    text = generate_latest(metrics_registry(Fleet(standings(outlet()), {"articles": 7}, {})))
    done = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_file_for_the_textfile_collector(project: Project) -> None:
    with MongoClient[dict[str, Any]](project.uri) as client:
        run = outlet()["last"] | {"_id": "1", "outlet": "hurriyet", "replay": None}
        client[project.database].runs.insert_one(run)
    file = project.folder / "newscrawl.prom"
    file.write_text("old", encoding="utf-8")
    done = project.scrapy("metrics", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert 'newscrawl_last_run_pages{outlet="hurriyet"} 5.0' in file.read_text(encoding="utf-8")
    assert [each.name for each in project.folder.iterdir() if each.name.startswith("newscrawl.prom")] == [file.name]
    assert project.scrapy("metrics", "/nowhere/newscrawl.prom").returncode == Exit.CONFIG
    assert project.scrapy("metrics", "newscrawl.txt").returncode == Exit.USAGE


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The units, with a program that exists here in place of the one of an installation."""
    folder = tmp_path_factory.mktemp("units")
    for unit in (OPS / "systemd").iterdir():
        text = unit.read_text(encoding="utf-8").replace("/opt/newscrawl/.venv/bin/scrapy", "/bin/true")
        (folder / unit.name).write_text(text, encoding="utf-8")
    return folder


def test_systemd_takes_its_units(units: Path) -> None:
    analyze = tool("systemd-analyze")
    names = sorted(unit.name.replace("@", "@hurriyet") for unit in units.iterdir())
    for unit in list(units.iterdir()):
        unit.rename(unit.with_name(unit.name.replace("@", "@hurriyet"))) if "@" in unit.name else None
    said = passes(analyze, "verify", *(units / name for name in names))
    assert said.strip() == ""
    for timer in (OPS / "systemd").glob("*.timer"):
        calendar = re.search(r"OnCalendar=(.*)", timer.read_text(encoding="utf-8"))
        assert calendar is not None
        passes(analyze, "calendar", calendar[1])


# By `systemd-analyze security`, from 0 to 10, the less the better. The dashboard and the crawl listen or fetch; none is
# without a network, which is what most of the rest is for.
EXPOSED = 2.0


@pytest.mark.parametrize("name", sorted(unit.name for unit in (OPS / "systemd").glob("*.service")))
def test_services_are_hardened(name: str) -> None:
    analyze, unit = tool("systemd-analyze"), OPS / "systemd" / name
    said = passes(analyze, "security", "--offline=true", f"--threshold={EXPOSED * 10:.0f}", unit)
    assert re.search(r"exposure level for .*: \d\.\d OK", said), said


def test_kubernetes_takes_a_cron_job_of_every_outlet(tmp_path: Path) -> None:
    names = list(registry.outlets())
    text = passes(OPS / "kubernetes" / "render", *names)
    jobs = [job for job in yaml.safe_load_all(text) if job]
    assert [job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["args"][1] for job in jobs] == names
    assert len({job["metadata"]["name"] for job in jobs}) == len(names)
    assert len({job["spec"]["schedule"] for job in jobs}) == 15
    file = tmp_path / "jobs.yaml"
    file.write_text("---\n".join(text.split("---\n")[:3]), encoding="utf-8")
    files = (file, OPS / "kubernetes" / "alert.yaml")
    assert passes(TOOLS / "kubernetes-validate", "--strict", *files).count("passed") == 4


def test_compose_takes_its_file() -> None:
    passes(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", OPS / "compose" / "compose.yaml")
    services = yaml.safe_load((OPS / "compose" / "compose.yaml").read_text(encoding="utf-8"))["services"]
    ports = [port for each in services.values() for port in each.get("ports", [])]
    assert len(ports) == 3
    assert all(port.startswith("127.0.0.1:") for port in ports)
    for each in services.values():
        for volume in (volume for volume in each.get("volumes", []) if volume.startswith("..")):
            assert (OPS / "compose" / volume.split(":")[0]).exists(), volume


def test_yaml_is_well_kept() -> None:
    rules = (
        "{extends: default, rules: {line-length: {max: 130}, document-start: disable, braces: {max-spaces-inside: 1}}}"
    )
    passes(TOOLS / "yamllint", "-s", "-d", rules, OPS)


def test_docker_takes_its_file() -> None:
    passes(TOOLS / "hadolint", OPS / "compose" / "Dockerfile")


def test_cron_takes_its_file() -> None:
    crontab = tool("crontab")
    told = subprocess.run([crontab, "-h"], capture_output=True, text=True, check=False)
    passes(crontab, "-n" if "dry run" in told.stdout + told.stderr else "-T", OPS / "crontab")


def test_the_crontab_crawls_outlets_that_are_there() -> None:
    lines = [line for line in (OPS / "crontab").read_text(encoding="utf-8").splitlines() if re.match(r"[*\d]", line)]
    for line in lines:
        assert re.match(r"([\d*/,-]+\s+){5}cd \$NEWSCRAWL && \.venv/bin/scrapy \w+", line), line
    crawled = set(re.findall(r"scrapy crawl (\w+)", "\n".join(lines)))
    assert len(crawled) >= 4
    assert crawled <= set(registry.outlets())


def test_every_way_to_run_it_makes_a_pass_of_alerts() -> None:
    asked = {"crontab": "scrapy alert 2>>", "systemd/newscrawl-alert.service": "scrapy alert\n",
             "kubernetes/alert.yaml": "args: [alert]\n"}  # fmt: skip
    for file, words in asked.items():
        assert words in (OPS / file).read_text(encoding="utf-8"), file


def test_logrotate_takes_its_file(tmp_path: Path) -> None:
    logrotate = tool("logrotate")
    text = (OPS / "logrotate").read_text(encoding="utf-8").replace("    su newscrawl newscrawl\n", "")
    file = tmp_path / "logrotate"
    file.write_text(text.replace("/opt/newscrawl/var/log", str(tmp_path)), encoding="utf-8")
    file.chmod(0o644)
    (tmp_path / "a.log").write_text("x" * 10, encoding="utf-8")
    said = passes(logrotate, "--debug", "--state", tmp_path / "state", file)
    assert "error" not in said
    assert "a.log" in said


def test_a_crawl_logs_json_and_reads_its_secret_from_a_file(project: Project) -> None:
    pages = project.pages("none", {"https://www.turkeyalaan.net/x": b"x"})
    secret = project.folder / "uri"
    secret.write_text(project.uri + "\n", encoding="utf-8")
    where = {"MONGODB_URI": "", "MONGODB_URI_FILE": str(secret), "NEWSCRAWL_LOG": "json"}
    done = project.scrapy("crawl", "turkeyalaan", "-s", f"REPLAY={pages}", **where)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == Exit.UNREACHABLE
    assert {"time", "level", "logger", "message"} <= set(lines[0])
    assert any(line["level"] == "ERROR" and "none of" in line["message"] for line in lines)
    assert project.one("runs", {})["exit_code"] == Exit.UNREACHABLE
    lost = project.scrapy("status", **{**where, "MONGODB_URI_FILE": "/nowhere"})
    assert lost.returncode == Exit.CONFIG
    assert lost.stderr.strip() == "newscrawl: MONGODB_URI_FILE: cannot read /nowhere (No such file or directory)"


def test_every_file_is_named_in_a_guide() -> None:
    guide = "".join(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md")))
    folders = {path.relative_to(ROOT).as_posix() for path in OPS.iterdir()}
    assert not {name for name in folders if name not in guide}
    assert os.access(OPS / "kubernetes" / "render", os.X_OK)
