"""The crawl's own reading and matching over whole archives, on Apache Spark; `ops/spark/archive.py` is the job.

reading    WARC files, Parquet or JSON lines to articles, each page with one outcome
matching   articles to relations: postings joined on fingerprints, verified with the pure functions
telling    relations to stories: connected articles, then stars
writing    Parquet, and MongoDB where asked

Nothing here decides anything about a text: that is `newscrawl.syndication`'s, whose functions run on the workers.
"""
