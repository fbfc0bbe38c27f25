"""The app through Caddy, as a phone on the local network meets it: HTTPS, and another host name.

Caddy runs with deploy/Caddyfile and an authority made for this test; the browser trusts that one
key and finds the name on the loopback. A phone enrols, records while the server is down,
and gets its receipt when the server is back.
"""

import base64
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import Error, Page, expect

from api.settings import Settings
from bench.databases import Sqlite
from bench.phone import WAIT, make_invite
from bench.processes import ROOT, free_port, product_environment, running, stop
from bench.site import opened, prepare
from proof.encoding import sha256
from tests.e2e.officer import enrol_phone, open_list, record_screening
from tests.e2e.profile import PHONE
from tests.house.browser import find_browser, started_playwright

NAME = "verbatim.lan"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`fault` is empty if the record arrived."""

    fault: str

    def __str__(self) -> str:
        return self.fault or f"a record made offline arrived through https://{NAME}"


def run_second_host() -> Outcome:
    """Live the story; say what stood in its way."""
    with tempfile.TemporaryDirectory(prefix="verbatim-host-", dir="/var/tmp") as name:
        try:
            _live(Path(name))
        except (AssertionError, Error, RuntimeError) as error:
            return Outcome(f"{type(error).__name__}: {error}"[:1000])
    return Outcome("")


def _live(folder: Path) -> None:
    url = Sqlite(folder).create("verbatim")
    site = prepare(url, folder / "keys", [1])
    port, outside = free_port(), free_port()
    public = f"https://{NAME}:{outside}"
    with opened(url, folder / "keys") as installation:
        invite = make_invite(installation, site, Settings(port=port, public_url=public))
    environment = product_environment(folder, url, port) | {"VERBATIM_PUBLIC_URL": public}
    log, program = folder / "server.log", ["-m", "cli.main", "serve"]
    with _caddy(folder, port, outside) as authority, _browser(folder, authority) as page:
        with running(program, port, log, environment=environment):
            enrol_phone(page, invite)
        record_screening(page)
        with running(program, port, log, environment=environment):
            row = open_list(page).first
            expect(row).to_contain_text("received, no.", timeout=2 * WAIT)


@contextmanager
def _caddy(folder: Path, port: int, outside: int) -> Iterator[x509.Certificate]:
    """Give the certificate that a running Caddy signs with; it sends that one, not its root."""
    environment = os.environ | {
        "CADDY_NAME": NAME, "CADDY_BIND": "127.0.0.1", "CADDY_UPSTREAM_PORT": str(port),
        "CADDY_HTTPS_PORT": str(outside), "XDG_DATA_HOME": str(folder / "caddy"),
        "XDG_CONFIG_HOME": str(folder / "caddy"),
    }  # fmt: skip
    command = ["caddy", "run", "--config", "deploy/Caddyfile", "--adapter", "caddyfile"]
    with (folder / "caddy.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        yield _wait_for_authority(folder, process)
    finally:
        stop(process)


def _wait_for_authority(folder: Path, process: "subprocess.Popen[bytes]") -> x509.Certificate:
    path = folder / "caddy" / "caddy" / "pki" / "authorities" / "local" / "intermediate.crt"
    for _ in range(500):
        if path.exists() and path.stat().st_size:
            return x509.load_pem_x509_certificate(path.read_bytes())
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError(f"Caddy did not start:\n{(folder / 'caddy.log').read_text()[-2000:]}")


@contextmanager
def _browser(folder: Path, authority: x509.Certificate) -> Iterator[Page]:
    """Give a phone that trusts this authority and no other that it did not know."""
    key = authority.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    trusted = base64.b64encode(sha256(key)).decode()
    with started_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder / "profile", executable_path=find_browser(), locale="en-GB", **PHONE,
            args=["--no-sandbox", f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
                  f"--ignore-certificate-errors-spki-list={trusted}"],
        )  # fmt: skip
        try:
            context.set_default_timeout(WAIT)
            yield context.pages[0]
        finally:
            context.close()
