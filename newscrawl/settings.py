"""Every setting that differs from Scrapy's default, each with its reason.

Environment variables override those in the last block; `-s NAME=VALUE` overrides all.
"""

import os
import sys
from pathlib import Path

from newscrawl import commands
from newscrawl.exits import Exit

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("NEWSCRAWL_DATA", ROOT / "var"))


def _secret(name: str) -> str | None:
    """A variable, or what the file holds that NAME_FILE names: so systemd, Docker and Kubernetes pass secrets."""
    path = os.environ.get(f"{name}_FILE")
    try:
        return os.environ.get(name) or (Path(path).read_text(encoding="utf-8").strip() if path else None) or None
    except OSError as error:
        print(f"newscrawl: {name}_FILE: cannot read {path} ({error.strerror})", file=sys.stderr)  # noqa: T201
        raise SystemExit(Exit.CONFIG) from error


BOT_NAME = "newscrawl"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
SPIDER_LOADER_CLASS = "newscrawl.loading.OutletLoader"
COMMANDS_MODULE = commands.place(sys.argv)

# Politeness: one request a second to a site, never faster than it answers.
ROBOTSTXT_OBEY = True
RESERVATIONS_OBEY = True  # leave out what tdm-reservation, tdmrep.json or noai reserve; 0 where you have the right
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
COOKIES_ENABLED = False  # news pages need none, and a session is a way to be tracked into a wall

# Bounds: a page or feed cannot fill the memory or hold a run for ever.
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2
CONCURRENT_ITEMS = 1  # a page has one article, and Scrapy starts so many tasks a page
WARN_ON_GENERATOR_RETURN_VALUE = False  # Scrapy would parse the callback's source again and again; a test does once

BREAKER_FAILURES = 25  # answers of a host in a row, retries included, that leave the rest to a later run; 0: none do
ARTICLES_PER_RUN = 2000  # a sitemap may name every article since the outlet began; 0 means all
CLOSESPIDER_TIMEOUT = 3 * 3600  # a run that takes longer leaves the rest to the next

# Outlets whose pages come by script, read in a Chromium: 100 times dearer than HTTP.
BROWSER_EXECUTABLE = os.environ.get("NEWSCRAWL_CHROMIUM") or None  # default: the one on PATH, then Playwright's own
BROWSER_SECONDS = 60.0  # for a page from its start to its end, whatever it does
BROWSER_SETTLE_SECONDS = 10.0  # for a text to come by script; what is there by then is read
BROWSER_PAGES = 50  # after so many another browser is started: its memory grows with every page
BROWSER_SANDBOX = getattr(os, "geteuid", int)() != 0  # Chromium has none for root; some containers allow none at all

# What tells a living run from a dead one.
LEASE_SECONDS = 120.0  # an outlet, and what is claimed of it, is free again so long after its run died
STALL_SECONDS = 600.0  # a run that gets nothing done for so long is ended
DATABASE_PATIENCE = 20.0  # seconds in which a server is sought, or a write tried again while MongoDB elects another
SHARED = False  # whether several processes may crawl one outlet at a time; all of them have to say so

# Take out short lines above and below the text that an outlet repeats in three articles on two days.
LEARN_LINES = True

# How long an article is compared with those that come after it; what was found out stays. Also the term of the index:
# a million articles take 1.7 GB of it when built at once, more when grown in place.
SYNDICATION_DAYS = 30

LICENSED_OUTLETS = os.environ.get("NEWSCRAWL_LICENSED", "")  # keys, by comma: outlets whose terms you have agreed on

# Doors that Scrapy leaves open by default.
TWISTED_DNS_RESOLVER = "newscrawl.middlewares.public.PublicResolver"
REACHABLE_NETWORKS: list[str] = []  # networks to allow beside the public internet: a proxy's, a test site's
DOWNLOAD_VERIFY_CERTIFICATES = True
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # an HTTP server that runs Python inside the crawler
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.download.BoundedHandler",
    "https": "newscrawl.download.BoundedHandler",
    **dict.fromkeys(("file", "ftp", "s3", "data")),
}

ADDONS = {"newscrawl.replay.ReplayAddon": 100}
DOWNLOADER_MIDDLEWARES = {
    # Scrapy's own lets requests through while a host's robots.txt is still loading.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.middlewares.robots.RobotsMiddleware": 100,
    "newscrawl.middlewares.reserved.Reserved": 110,
    # Nearer to the network than the retries of 550, which are to wait as well.
    "newscrawl.middlewares.patience.Patience": 560,
    "newscrawl.middlewares.breaker.Breaker": 565,
    # Scrapy's own decodes every page whole, a fiftieth of what a page costs.
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "newscrawl.middlewares.refresh.Refresh": 580,
    "newscrawl.middlewares.public.PublicOnly": 970,
    "newscrawl.middlewares.pace.SharedPace": 980,
    # Next to the downloader, so that bodies are archived as they came over the wire.
    "newscrawl.replay.WarcWriter": 990,
}
SPIDER_MIDDLEWARES = {"newscrawl.middlewares.fence.Fence": 100}
# Scrapy's own without those that are off above: naming one imports it, with an HTTP library, even to leave it out.
EXTENSIONS_BASE = {
    f"scrapy.extensions.{name}": 0
    for name in (
        "corestats.CoreStats", "logcount.LogCount", "memusage.MemoryUsage", "memdebug.MemoryDebugger",
        "closespider.CloseSpider", "feedexport.FeedExporter", "logstats.LogStats", "spiderstate.SpiderState",
        "throttle.AutoThrottle",
    )
}  # fmt: skip
EXTENSIONS = {
    "newscrawl.extensions.logs.PlainLogs": 0,
    "newscrawl.extensions.database.MongoDB": 100,
    "newscrawl.extensions.frontier.Frontier": 150,
    "newscrawl.extensions.observer.Observer": 160,
    "newscrawl.extensions.progress.Progress": 170,
    "newscrawl.extensions.letters.DeadLetters": 180,
    "newscrawl.extensions.ledger.RunLedger": 200,
}
ITEM_PIPELINES = {
    "pipelines.clean.CleanPipeline": 100,
    "pipelines.validate.ValidatePipeline": 200,
    "pipelines.attribute.AttributePipeline": 300,
    "pipelines.relevance.RelevancePipeline": 350,
    # Behind the credits, which repeat on every page too and must be read first.
    "pipelines.learn.LearnPipeline": 400,
    "pipelines.store.StorePipeline": 800,
    "pipelines.syndicate.SyndicatePipeline": 900,
    "pipelines.report.ReportPipeline": 950,
}

LOG_LEVEL = "INFO"
LOG_JSON = os.environ.get("NEWSCRAWL_LOG") == "json"  # an object a line on stdout, for containers and journals
LOG_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
LOG_DATEFORMAT = "%Y-%m-%dT%H:%M:%S%z"
LOGSTATS_INTERVAL = 60.0
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# What the machine decides.
USER_AGENT = os.environ.get(
    "NEWSCRAWL_USER_AGENT",
    f"newscrawl/1.0 (+{os.environ.get('NEWSCRAWL_CONTACT') or 'no contact; set NEWSCRAWL_CONTACT'})",
)
MONGODB_URI = _secret("MONGODB_URI")
MONGODB_DATABASE = os.environ.get("MONGODB_DATABASE") or None  # default: the one in the URI, else "newscrawl"
MONGODB_FOLDER = str(DATA / "mongodb")
DEAD_LETTERS_FOLDER = str(DATA / "dead")  # raw answers of pages that failed for a fault of ours
DEAD_LETTERS_MAXSIZE = 256 * 1024 * 1024  # bytes of them an outlet; beyond, a letter names the page alone
WATCH = os.environ.get("NEWSCRAWL_WATCH") or None  # what operations declare: schedule, expectations, alerts
REPLAY = None  # a WARC file or a folder of stored pages to answer from instead of the network
REPLAY_ALL_PAGES = True  # read archived articles that no archived source names, too: that is how a selector is tried
WARC = None  # a WARC file to archive what is fetched in
