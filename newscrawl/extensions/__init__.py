"""Scrapy extensions: the database handle that a crawl shares, and the run ledger."""
