"""`python -m bench.naive URL PORT`: serves the baseline as the product is served, one process."""

import sys

import uvicorn

from bench.naive.app import create_app

if __name__ == "__main__":
    uvicorn.run(
        create_app(sys.argv[1]),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        backlog=2048,
    )
