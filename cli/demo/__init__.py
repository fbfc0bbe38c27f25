"""`verbatim demo`: a practice logbook with an invented month in it, written as browsers write.

`command` keeps the directory, `fill` tells the month, `browser` and `client` are how it calls
the app: by the public interfaces alone, never to a table.
"""
