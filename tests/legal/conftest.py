"""Makes `litige_legal` importable before any test module of this folder is read."""

from . import law  # noqa: F401
