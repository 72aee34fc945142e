"""MongoDB: the only place that knows a collection, an index or a query.

connection   reaching the server
articles     `articles`: one document a canonical URL
schema       `schema`: the version of the documents, and the validators
migrations   from each schema of the articles to the next
indexes      setting a database up; every index of every collection
views        the questions that come again and again, each over an index
revisions    `revisions`: what an article said before; immutable
reprocess    which articles other rules have read, and one write that keeps the version before
runs         `runs`: the ledger of crawls
lines        `lines`: what an outlet repeats around its articles; expires
signatures   `signatures`: the index that finds what to compare an article with; expires
edges        `edges`: the relations of articles, with score and evidence
stories      `stories`: who carries whose text, and which article was the origin
reports      `cues` and `reports_on`: which Turkish article an Arabic one is likely to report on
together     several searches of a collection in one command
search       which articles have these words, in any spelling
export       articles as they stood at one moment, outlet by outlet
overview     read-only questions across collections
digest       read-only: what happened day by day
browsing     read-only: an outlet's days, sources and rejects, the latest stories
"""
