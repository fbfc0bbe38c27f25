"""Programs by strangers: clients made from the description of the API read a running server."""
