"""Measuring: medians of alternating runs, each undone, and lines that set them beside a target.

Two things measured in turn suffer the same moments of a busy machine: their ratio says more than
either time.
"""

import gc
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import NamedTuple

ROUNDS = 5


class Measure(NamedTuple):
    """The median of several runs."""

    seconds: float
    queries: int


def as_user(env):
    """The environment of the user that scripts run as, with its rights and its walls."""
    return env(su=False)


@contextmanager
def undone(env):
    """Undo all that happens inside, in the database and in the caches of records."""
    savepoint = env.cr.savepoint()
    try:
        yield
    finally:
        savepoint.close(rollback=True)
        env.cr.postcommit.clear()
        env.invalidate_all(flush=False)


def run_once(env, action: Callable) -> Measure:
    """Run from empty record caches until all is written, as far as a commit would go."""
    env.flush_all()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    action()
    env.cr.flush()
    return Measure(time.perf_counter() - start, env.cr.sql_log_count - queries)


def alternate(env, warm_up: bool = True, **actions: Callable) -> dict[str, Measure]:
    """Run the actions in turn, several rounds.

    :param warm_up: let a first round count for nothing
    :return: the median of each, by name
    """
    runs = {name: [] for name in actions}
    gc.collect()
    gc.freeze()  # what was there before is nobody's garbage
    for rank in range(ROUNDS + warm_up):
        for name, action in actions.items():
            with undone(env):
                measure = run_once(env, action)
            if rank >= warm_up:
                runs[name].append(measure)
    return {
        name: Measure(
            statistics.median(run.seconds for run in found),
            int(statistics.median(run.queries for run in found)),
        )
        for name, found in runs.items()
    }


def tell(what: str, figure: str, target: str = "", met: bool | None = None) -> None:
    """Print one line: what was measured, the figure, and whether it is as good as we want."""
    verdict = f"{target}: {'met' if met else 'NOT MET'}" if target else ""
    print(f"  {what:<46} {figure:>22}   {verdict}".rstrip(), flush=True)


def tell_ratio(what: str, ours: float, theirs: float, most: float) -> None:
    """Print how much of a peer's time ours takes; `most` is the ratio we allow ourselves."""
    ratio = ours / theirs
    tell(what, f"{ratio:.3f}", f"at most {most:.3f}", ratio <= most)


def tell_queries(what: str, queries: int, most: int) -> None:
    """Print a number of queries and the number we allow ourselves."""
    tell(what, f"{queries} queries", f"at most {most}", queries <= most)


def seconds(value: float) -> str:
    """A time in the unit that reads best."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"
