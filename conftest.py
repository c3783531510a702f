"""What all the tests of this project share: a way to refuse skipped ones."""

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--no-skips",
        action="store_true",
        help="Fail if a test is skipped: Odoo skips its browser tests where it finds no Chromium, "
        "and a green run should mean that they ran.",
    )


def pytest_configure(config):
    if config.getoption("--no-skips"):
        config.pluginmanager.register(NoSkips(), "no-skips")


class NoSkips:
    """Turns a run with skipped tests into a failed one, and names them."""

    def __init__(self):
        self._skipped = []

    def pytest_runtest_logreport(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            self._skipped.append(f"{report.nodeid}: {reason}")

    def pytest_collectreport(self, report):
        if report.skipped:
            self._skipped.append(f"{report.nodeid}: not collected")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if self._skipped and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        if self._skipped:
            terminalreporter.section("skipped, and --no-skips forbids it")
            for line in self._skipped:
                terminalreporter.line(line)
