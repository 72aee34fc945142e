"""Commands of the project, found by Scrapy; each is named as its module."""
