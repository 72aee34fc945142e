"""Whether a sitemap of a million addresses keeps memory flat: `scripts/bench sitemap [--sizes 1000,1000000]`.

Each is served gzipped on 127.0.0.1, read through the crawl, frontier included, and ten of its articles are asked for.
"""

import argparse
import gzip
from collections.abc import Iterator
from io import BytesIO

from tests.bench._runs import bench
from tests.loopback import article
from tests.webserver import Page, serving


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench sitemap", description=__doc__)
    parser.add_argument("--sizes", default="1000,1000000", help="numbers of addresses, by comma")
    options = parser.parse_args(arguments)
    print(f"{'addresses':>10}{'peak MB':>10}{'seconds':>10}")
    for size in map(int, options.sizes.split(",")):
        pages: dict[str, Page] = {f"/story/{n}": Page(article(n)) for n in range(1, 11)}
        with serving(pages) as site, bench(site.address) as place:
            pages["/sitemap.xml"] = Page(packed(site.address, size), headers={"Content-Type": "application/gzip"})
            (spent,) = place.crawl("loopback", {"SPIDER_MODULES": "tests.loopback", "ARTICLES_PER_RUN": 10})
        print(f"{size:10}{spent.peak:10.1f}{spent.wall:10.1f}", flush=True)


def packed(address: str, size: int) -> bytes:
    """A gzipped sitemap that names so many articles."""
    file = BytesIO()
    with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1) as out:
        for line in lines(address, size):
            out.write(line)
    return file.getvalue()


def lines(address: str, size: int) -> Iterator[bytes]:
    yield b"<urlset>"
    for number in range(1, size + 1):
        yield f"<url><loc>{address}/story/{number}</loc></url>\n".encode()
    yield b"</urlset>"
