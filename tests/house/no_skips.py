"""A pytest plugin: a test that does not run is a failure.

A skip says "it passed" to whoever reads only the last line. What a test needs is provided by
`make test`; where it cannot be, the run fails and says so.
"""

from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn skips and expected failures of a test into failures."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        vars(report).pop("wasxfail", None)  # with it, pytest shows the failure but ends with 0
        report.longrepr = f"skipped or expected to fail, which counts as failed: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a module that is skipped whole into a failure."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped whole, which counts as failed: {report.longrepr}"
    return report
