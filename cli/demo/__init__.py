"""`verbatim demo`: a practice logbook with an invented month in it, written as browsers write.

`command` keeps the directory, `fill` tells the month, `browser` and `client` are how it speaks to
the app: by the public interfaces alone, never to a table.
"""
