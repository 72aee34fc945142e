"""One tool crawls the generated pages in an environment of its own: `_peer_crawl.py NAME PORT COUNT FILE`.

Run by `scripts/bench crawlers` with the tool's own Python, so it imports nothing but the tool. The site is called
http://loopback.example/: some tools follow no link to an address, others none with a port. No other name is resolved,
so nothing leaves the machine. Into FILE go the CPU and the seconds from the beginning of the crawl, the tool imported,
to its end, the peak of memory in MB, and the body of each page by its number.
"""

import contextlib
import json
import os
import re
import resource
import socket
import sys
import time
from configparser import ConfigParser, RawConfigParser
from importlib import import_module
from pathlib import Path

HOST = "loopback.example"
SITE, LOCAL = f"http://{HOST}/", "http://127.0.0.1:{}/"
PARALLEL = 8  # as many requests at once as our crawls make


def trafilatura(fast):
    """Its command line, twice: for the sitemap's addresses, then for their pages, which it asks a site for one by one.

    In one go (`--sitemap` without `--list`) it fetches the first address for ever.
    """
    main = import_module("trafilatura.cli").main
    config = ConfigParser()
    config.read(Path(import_module("trafilatura").__file__).with_name("settings.cfg"), encoding="utf-8")
    config["DEFAULT"].update({"SLEEP_TIME": "0", "SSRF_PROTECTION": "off"})
    with Path("settings.cfg").open("w", encoding="utf-8") as file:
        config.write(file)

    def told(file, *options):
        sys.argv = ["trafilatura", "--config-file", "settings.cfg", *options]
        said = file.open("w", encoding="utf-8")
        with said, contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
            main()
        return file.read_text(encoding="utf-8").splitlines()

    def crawl():
        links, wanted = Path("links"), ["--json", "--with-metadata", "--precision", *(["--fast"] if fast else [])]
        told(links, "--sitemap", SITE, "--list")
        found = map(json.loads, told(Path("articles"), "--input-file", str(links), *wanted))
        return {each["source"]: each["text"] for each in found}

    return crawl


def newspaper():
    """Its Source: the front page, feeds and categories, then the articles that they name, short ones too."""
    module = import_module("newspaper")

    def crawl():
        kept = {"min_word_count": 0, "min_sent_count": 0}
        source = module.Source(SITE, fetch_images=False, allow_binary_content=True, number_threads=PARALLEL, **kept)
        source.build()
        source.download_articles()
        source.parse_articles()
        return {article.url: article.text for article in source.articles}

    return crawl


def news_please():
    """The crawler that its command line starts for each site, by the sitemap; its results stay in memory."""
    module = import_module("newsplease.single_crawler")
    config = RawConfigParser()
    config.optionxform = str
    config.read(Path(import_module("newsplease").__file__).with_name("config") / "config.cfg", encoding="utf-8")
    readers = [("newspaper_extractor_no_images", "NewspaperExtractorNoImages")]
    readers += ["readability_extractor", "date_extractor", "lang_detect_extractor"]
    pipelines = "newsplease.pipeline.pipelines"
    config["ArticleMasterExtractor"]["extractors"] = repr(readers)
    config["Files"]["working_path"] = str(Path.cwd())
    config["Scrapy"].update(
        {
            "ITEM_PIPELINES": repr({f"{pipelines}.ArticleMasterExtractor": 100, f"{pipelines}.InMemoryStorage": 200}),
            "CONCURRENT_REQUESTS_PER_DOMAIN": str(PARALLEL),
            "DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver",
            "DNSCACHE_ENABLED": "False",  # from its cache a name comes without the port that it leads to
            "LOG_LEVEL": "WARNING",
        }
    )
    with Path("config.cfg").open("w", encoding="utf-8") as file:
        config.write(file)
    Path("sitelist.hjson").write_text(json.dumps({"base_urls": [{"url": SITE}]}), encoding="utf-8")
    storage = import_module(pipelines).InMemoryStorage

    def crawl():
        module.SingleCrawler(str(Path("config.cfg").resolve()), str(Path("sitelist.hjson").resolve()), 0, False, False)
        return {url: found["maintext"] for url, found in storage.results.items()}

    return crawl


def goose(count):
    """No crawler: it fetches what it is told to, one page after the other."""
    reader = import_module("goose3").Goose({"enable_image_fetching": False})
    addresses = [f"{SITE}story/{number}" for number in range(count)]
    return lambda: {url: reader.extract(url=url).cleaned_text for url in addresses}


def fundus(port):
    """A publisher with a parser that fits the pages, as each of its outlets has; curl resolves names by itself."""
    parser, utility = import_module("fundus.parser"), import_module("fundus.parser.utility")
    address, select = LOCAL.format(port), import_module("lxml.cssselect").CSSSelector
    paragraphs, summary = select("div.detail-text > p"), select("h2.detail-spot")

    class Printed(parser.ParserProxy):
        class V1(parser.BaseParser):
            @parser.attribute
            def body(self):
                document = self.precomputed.doc
                return utility.extract_article_body_with_selector(document, paragraphs, summary)

            @parser.attribute
            def title(self):
                return self.precomputed.meta.get("og:title")

            @parser.attribute
            def publishing_date(self):
                return utility.generic_date_parsing(self.precomputed.ld.bf_search("datePublished"))

    publisher = import_module("fundus.publishers.base_objects").Publisher
    sources = [import_module("fundus.scraping.url").Sitemap(f"{address}sitemap.xml", languages={"ar", "tr"})]
    printed = publisher("Printed", address, Printed, sources)
    printed.__name__ = "Printed"
    crawler = import_module("fundus").Crawler(printed, delay=0.0)
    return lambda: {article.html.responded_url: str(article.body) for article in crawler.crawl()}


def alone(port):
    """Let the site's name lead to it, and no other name anywhere."""
    ask = socket.getaddrinfo

    def getaddrinfo(host, wanted, *rest, **named):
        if host in (HOST, HOST.encode()):
            return ask("127.0.0.1", port, *rest, **named)
        if host == "127.0.0.1":
            return ask(host, wanted, *rest, **named)
        raise socket.gaierror(f"{host}: the comparison does not leave this machine")

    socket.getaddrinfo = getaddrinfo


TOOLS = {
    "trafilatura, fast": lambda *_: trafilatura(True),
    "trafilatura": lambda *_: trafilatura(False),
    "newspaper4k": lambda *_: newspaper(),
    "news-please": lambda *_: news_please(),
    "goose3": lambda _, count: goose(count),
    "Fundus": lambda port, _: fundus(port),
}


def peak():
    """In MB. What getrusage tells is, on Linux, at least what the process had that started this one."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="utf-8"))[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def main(name, port, count, file):
    alone(port)
    crawl = TOOLS[name](port, count)
    cpu, clock = sum(os.times()[:4]), time.monotonic()
    found = crawl()
    figures = {"cpu": sum(os.times()[:4]) - cpu, "wall": time.monotonic() - clock, "peak_mb": peak()}
    figures["bodies"] = {url.rpartition("/")[2]: body for url, body in found.items() if body and "/story/" in url}
    Path(file).write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
