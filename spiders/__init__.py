"""One file per outlet, one outlet per file: module, spider name and key are the same word.

Nothing else lives here, and no outlet imports another; what they share is in `newscrawl.outlet`.
"""
