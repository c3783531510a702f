"""Where things are: the repository, the folder of everything fetched, the environment variables."""

from __future__ import annotations

import ast
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from devtools.console import Problem

ADDON = "litige_management"
SHARED_HOME = Path("/var/lib/litige_management")
# Beside the addon's own dependencies: the French chart of accounts, which it does not impose.
TEMPLATE_EXTRA = ("l10n_fr_account",)


def default_home(repo: Path, as_root: bool) -> Path:
    """The folder for everything fetched and built, when LITIGE_HOME does not say.

    `.local` in the repository; but for root in a place that other users cannot enter (such as
    /root), /var/lib/litige_management: PostgreSQL refuses to run as root, so it runs as another
    user, and that user must reach its data without our opening anybody's private folder.
    """
    home = repo / ".local"
    return SHARED_HOME if as_root and private_parent(home) else home


def private_parent(path: Path) -> Path | None:
    """The first folder above `path` that other users may not enter, or None."""
    for parent in reversed(path.parents):
        if parent.exists() and not parent.stat().st_mode & 0o001:
            return parent
    return None


@dataclass(frozen=True)
class Project:
    """The places of one checkout. Nothing here changes the disk."""

    repo: Path
    home: Path
    odoo_path: Path | None = None  # an existing Odoo 19 checkout (ODOO_PATH)
    port: int | None = None  # the port that was asked for (PORT)

    @classmethod
    def from_environment(cls) -> Project:
        """Read ODOO_PATH, LITIGE_HOME and PORT; PGHOST and its family are Odoo's to read."""
        repo = Path(__file__).resolve().parent.parent
        as_root = os.geteuid() == 0
        home = os.environ.get("LITIGE_HOME")
        home = Path(home).expanduser().resolve() if home else default_home(repo, as_root)
        if as_root and not os.environ.get("PGHOST") and (closed := private_parent(home)):
            raise Problem(
                f"PostgreSQL cannot run as root, and no other user may enter {closed}: choose a "
                f"folder elsewhere for LITIGE_HOME.",
                f"LITIGE_HOME={SHARED_HOME} python3 dev.py run",
            )
        odoo = os.environ.get("ODOO_PATH")
        port = os.environ.get("PORT")
        if port and not (port.isdigit() and 0 < int(port) < 65536):
            raise Problem(f"PORT must be a number from 1 to 65535, not {port!r}.")
        return cls(
            repo=repo,
            home=home,
            port=int(port) if port else None,
            odoo_path=Path(odoo).expanduser().resolve() if odoo else None,
        )

    @property
    def addon(self) -> Path:
        return self.repo / ADDON

    @property
    def venv(self) -> Path:
        return self.home / "venv"

    @property
    def python(self) -> Path:
        """The environment's interpreter, the one that runs Odoo."""
        return self.venv / "bin" / "python"

    @property
    def lint_venv(self) -> Path:
        return self.home / "venv-lint"

    @property
    def bin(self) -> Path:
        """Programs fetched for Odoo: wkhtmltopdf."""
        return self.home / "bin"

    @property
    def axe(self) -> Path:
        """The checker of accessibility that the browser tests read."""
        return self.home / "axe-core" / "axe.min.js"

    @property
    def cache(self) -> Path:
        """Verified downloads."""
        return self.home / "cache"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def letters(self) -> Path:
        """The sample letters that `run` prints."""
        return self.home / "letters"

    @property
    def odoo_deb(self) -> Path:
        """Debian's Odoo 19, unpacked."""
        return self.home / "odoo-deb"

    @property
    def odoo_source(self) -> Path:
        """The folder that holds the Python package `odoo`."""
        return self.odoo_path or self.odoo_deb / "usr/lib/python3/dist-packages"

    @property
    def odoo_conf(self) -> Path:
        return self.home / "odoo.conf"

    @property
    def stamps(self) -> Path:
        """What each database was built from."""
        return self.home / "stamps"

    def require_addon(self) -> None:
        """Refuse to fetch anything for a checkout without the addon.

        :raise Problem: saying so
        """
        if not (self.addon / "__manifest__.py").is_file():
            raise Problem(f"There is no addon at {self.addon}: is this a whole checkout?")

    @cached_property
    def manifest(self) -> dict:
        """The addon's manifest."""
        return ast.literal_eval((self.addon / "__manifest__.py").read_text(encoding="utf-8"))

    @property
    def template_modules(self) -> list[str]:
        """What the template database holds: all that the addon depends on, and the French chart."""
        return sorted({*self.manifest.get("depends", []), *TEMPLATE_EXTRA})
