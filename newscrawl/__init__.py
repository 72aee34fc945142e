"""What the spiders and pipelines stand on.

pure    article, editing, extraction, text, dates, urls, discovery, credits, names, syndication, archive, accounts,
        report, exits
scrapy  outlet, sources, registry, settings, replay, failures, middlewares, extensions, commands
mongo   store (collections, indexes, queries) and mongod (the private server)
sample  the newsroom that ships with the project

Pure modules take bytes and values and give values: they import no scrapy, twisted or pymongo.
"""
