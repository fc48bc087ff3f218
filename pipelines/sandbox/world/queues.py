"""First in, first out, for every agent at once."""

from __future__ import annotations

import numpy as np

from pipelines.sandbox.world.draws import Ints


def fifo(server: Ints, free_from: Ints, seconds: Ints) -> tuple[Ints, Ints]:
    """Start and end of jobs served one after another by each server.

    Within a server, jobs run in order of `free_from` (ties by row): a job starts at its own `free_from` or when the job
    before it ends, whichever is later (Lindley's recursion, solved by a running maximum).
    """
    n = len(server)
    order = np.lexsort((np.arange(n), free_from, server))
    s, at, work = server[order], free_from[order], seconds[order]
    total = np.cumsum(work)
    begins = np.concatenate([[True], s[1:] != s[:-1]]) if n else np.zeros(0, dtype=bool)
    segment = np.cumsum(begins) - 1
    before_segment = (total - work)[begins][segment] if n else total
    done = total - before_segment
    # Adding a large step per server keeps one running maximum from leaking into the next server.
    step = np.int64(1) << 34
    slack = np.maximum.accumulate(at - (done - work) + segment * step) - segment * step if n else at
    end = np.empty(n, dtype=np.int64)
    end[order] = slack + done
    return end - seconds, end
