"""What a fresh machine is told of where packages come from is what this machine is told."""

from pathlib import Path

from bench.fresh.origins import CARRIED, carry, read_npm, read_pip, read_sources

TARGETS = """\
Debian trixie http://mirror.test/debian/ main
Debian trixie-security http://mirror.test/security/ main
Debian bookworm http://mirror.test/debian/ main
Elsewhere trixie http://other.test/ main
$(ORIGIN) trixie http://flat.test/ main
Debian trixie http://mirror.test/debian/ $(COMPONENT) more
"""


def test_the_release_and_its_updates_are_taken_from_apt() -> None:
    assert list(read_sources(TARGETS, "trixie")) == [
        "deb http://mirror.test/debian/ trixie main",
        "deb http://mirror.test/security/ trixie-security main",
    ]


def test_pips_addresses_become_variables_without_folders_of_this_machine(tmp_path: Path) -> None:
    listed = [
        ":env:.cert='/from/the/environment'",
        "global.cert='/from/the/file'",
        f"global.extra-index-url='https://one.test/simple file://{tmp_path} https://two.test'",
        f"global.find-links={str(tmp_path)!r}",
        "global.constraint='/etc/constraints.txt'",
        "install.trusted-host='one.test'",
        "freeze.timeout='10'",
    ]
    assert dict(read_pip("\n".join(listed))) == {
        "PIP_CERT": "/from/the/environment",
        "PIP_EXTRA_INDEX_URL": "https://one.test/simple https://two.test",
        "PIP_FIND_LINKS": "",
        "PIP_TRUSTED_HOST": "one.test",
    }


def test_npms_settings_become_variables() -> None:
    listed = "registry=https://npm.test/\ncafile=null\nhttps-proxy=http://p.test:1\nnoproxy="
    assert dict(read_npm(listed)) == {
        "npm_config_registry": "https://npm.test/", "npm_config_https_proxy": "http://p.test:1",
    }  # fmt: skip


def test_a_file_that_settings_name_goes_along_once(tmp_path: Path) -> None:
    file = tmp_path / "ca.crt"
    file.touch()
    settings = {
        "PIP_CERT": str(file),
        "SSL_CERT_FILE": str(file),
        "PIP_INDEX_URL": "https://a.test",
    }
    place = CARRIED / "0-ca.crt"
    assert carry({**settings, "PIP_FIND_LINKS": ""}) == (
        {"PIP_CERT": str(place), "SSL_CERT_FILE": str(place), "PIP_INDEX_URL": "https://a.test"},
        {place: file},
    )
