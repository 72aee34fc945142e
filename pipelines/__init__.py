"""Item pipelines, in the order an article passes them: clean, validate, attribute, learn, store, place, report.

Each is glue of a few lines: what is done to the text is in `newscrawl.editing`, what is asked of MongoDB in
`newscrawl.store`.
"""
