"""The dashboard: pages for who watches the crawl and who reads the stories. It reads the store and writes nothing.

app        routes, headers, what happens when something fails
daybook    counts by day, kept in memory, so that no page waits for an aggregation
asked      what a visitor may ask, within bounds
fleet, outlet, stories, flows, metrics    the pages
charts, ribbons, svg    numbers as SVG
rendering  templates, escaped
words      moments, lags, directions of writing
"""
