"""Make the world once and leave it on disk for the server, the loaders and the tests."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipelines.errors import HavenError
from pipelines.sandbox.stacks import DEFAULT_STACK, renderers, stack_named
from pipelines.sandbox.world.plants import checked

DEFAULT_END = date(2026, 6, 1)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class World:
    """A finished world on disk. `counts` are records per `<vendor>.<resource>`."""

    folder: Path
    seed: int
    days: int
    scale: float
    plants: tuple[str, ...]
    start: int
    end: int
    counts: dict[str, int]
    stack: str = DEFAULT_STACK

    @property
    def served(self) -> Path:
        return self.folder / "served"

    @property
    def drop(self) -> Path:
        return self.folder / "drop"

    @property
    def truth(self) -> Path:
        return self.folder / "truth"


def _code_fingerprint() -> str:
    """Changes whenever the generator does, so that no stale world is reused."""
    here = Path(__file__).resolve().parent
    files = sorted(
        [
            *here.glob("world/*.py"),
            *here.glob("render/*.py"),
            *here.glob("render/sql/*.sql"),
            here / "pages.py",
            here / "build.py",
            here / "stacks.py",
        ]
    )
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]


def build_world(
    folder: Path | str,
    *,
    seed: int = 7,
    days: int = 90,
    scale: float = 1.0,
    plants: Iterable[str] = frozenset(),
    end: date = DEFAULT_END,
    stack: str = DEFAULT_STACK,
    progress: Progress | None = None,
) -> World:
    """The invented company's `days` days before `end`, written under `folder`.

    Scale 1.0 and 90 days make about 20,000 conversations. The same arguments give the same bytes; a folder that already
    holds this world is reused.

    Raises:
        HavenError: an unknown plant or stack, or days or scale that make no world.
    """
    folder = Path(folder).resolve()
    chosen = checked(plants)
    stack_named(stack)
    if not 1 <= days <= 3650 or not 0 < scale <= 1000:
        raise HavenError(f"no world has {days} days at scale {scale}", "Use --days 1 to 3650 and a --scale above 0")
    arguments: dict[str, Any] = {
        "seed": seed,
        "days": days,
        "scale": scale,
        "plants": sorted(chosen),
        "end": end.isoformat(),
        "stack": stack,
        "made_by": _code_fingerprint(),
    }
    told = folder / "world.json"
    if told.exists():
        try:
            known = json.loads(told.read_text(encoding="utf-8"))
        except ValueError:
            known = {}
        if known.get("arguments") == arguments:
            return open_world(folder)
    told.unlink(missing_ok=True)
    for part in ("served", "drop", "truth"):
        shutil.rmtree(folder / part, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()

    def say(text: str) -> None:
        if progress:
            progress(f"{time.monotonic() - began:6.1f} s  {text}")

    start, finish, counts = _make(folder, seed, days, scale, chosen, end, stack, say)
    content = {"arguments": arguments, "start": start, "end": finish, "counts": counts}
    # Written last: its presence says that everything before it is complete.
    told.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    say("world complete")
    return open_world(folder)


def open_world(folder: Path | str) -> World:
    """A world that was built before.

    Raises:
        HavenError: there is none, or it is not complete.
    """
    folder = Path(folder).resolve()
    try:
        content = json.loads((folder / "world.json").read_text(encoding="utf-8"))
        a = content["arguments"]
        return World(
            folder,
            a["seed"],
            a["days"],
            a["scale"],
            tuple(a["plants"]),
            content["start"],
            content["end"],
            content["counts"],
            a["stack"],
        )
    except (OSError, ValueError, KeyError) as error:
        raise HavenError(
            f"no complete sandbox world in {folder}", "Build it with: python -m pipelines.sandbox"
        ) from error


def _make(
    folder: Path, seed: int, days: int, scale: float, plants: frozenset[str], end: date, stack: str, say: Progress
) -> tuple[int, int, dict[str, int]]:
    # Imported here because they bring numpy, Arrow and DuckDB with them, which opening a finished world does not need.
    import numpy as np

    from pipelines.sandbox.render import drop, frames, truth
    from pipelines.sandbox.world import (
        arrivals,
        billing,
        chat,
        clock,
        coaching,
        contacts,
        customers,
        events,
        jobs,
        ratings,
        reviews,
        staff,
        surge,
        threads,
        tickets,
    )
    from pipelines.sandbox.world import plants as planting
    from pipelines.sandbox.world.draws import Draws

    draws = Draws(seed)
    time_line = clock.Clock.between(end - timedelta(days=days), end)
    plan = planting.plan(plants, time_line)
    people = customers.customers(draws, time_line, scale)
    workers = staff.agents(draws, time_line, scale)
    planned = staff.shifts(draws, time_line, workers)
    world = contacts.World(draws, time_line, plan, people, workers, staff.Roster.of(workers, planned))
    begin = arrivals.arrivals(draws, time_line, scale)
    usual_roots = len(begin)
    unplanted = replace(world, plan=planting.plan((), time_line))
    usual = contacts.conversations(unplanted, begin)
    begun = coaching.starts(unplanted, usual, usual_roots)
    held = coaching.sessions(unplanted, planned, begun)
    if plan.has("coaching_works"):
        world = replace(world, coached_from=coaching.coached_from(held, len(workers)))
    surging = surge.extra_arrivals(world, scale)
    caused, of_intent = events.event_arrivals(world, scale)
    begin = np.concatenate([begin, caused, surging])
    told = np.concatenate([np.full(usual_roots, -1), of_intent, np.full(len(surging), -1)])
    n = len(begin)

    def play(of: contacts.World, issues: int = n) -> tuple[contacts.Contacts, jobs.Jobs]:
        all_of_it = contacts.conversations(of, begin[:issues], usual_roots, told[:issues])
        return all_of_it, jobs.jobs(of, all_of_it, issues)

    if plan.has("volume_surge"):
        # What the surge adds to whatever else is planted.
        calm = play(replace(world, plan=planting.plan(plants - {"volume_surge"}, time_line)), n - len(surging))
        world = replace(world, pressure=surge.pressure(world, calm, play))
    say(f"{n} issues, {len(people)} people, {len(workers)} agents")
    all_contacts, work = play(world)
    say(f"{len(all_contacts)} conversations, {len(work)} stretches of work")
    cases, changes = tickets.tickets(world, all_contacts, work)
    waits = surge.waited(all_contacts, work)
    rated = ratings.ratings(world, all_contacts, cases, n, surge.waiting_cost(world, all_contacts, waits))
    in_helpdesk = (rated.where == ratings.LEGACY) | (rated.where == ratings.SURVEY)
    gave = (in_helpdesk & (rated.score > 0)).nonzero()[0]
    changes = tickets.with_ratings(changes, gave, rated.answered_at[gave])
    words = chat.messages(world, all_contacts, work, n)
    verdicts = chat.verdicts(world, all_contacts, rated, n)
    later = billing.returns(all_contacts)
    chosen = stack_named(stack)
    thread = threads.threads(all_contacts)
    billed = (
        billing.bills(world, all_contacts, rated, verdicts, later)
        if chosen.assistant != chosen.helpdesk
        else billing.bills_by_silence(world, all_contacts, thread, chosen.assistant)
    )
    story = frames.Story(
        world,
        planned,
        n,
        all_contacts,
        work,
        cases,
        changes,
        rated,
        words,
        verdicts,
        later,
        billed,
        held,
        begun,
        usual_roots,
        waits,
        reviews.reviews(world, all_contacts, work, cases, n),
        chosen,
        thread,
    )
    con = frames.connect(story)
    try:
        counts: dict[str, int] = {}
        for vendor, told in renderers(story.stack.vendors).items():
            say(f"telling it to {vendor}")
            counts |= {f"{vendor}.{k}": v for k, v in told.render(con, folder / "served" / vendor, story).items()}
        counts |= {f"drop.{k}": v for k, v in drop.render(con, folder / "drop", story).items()}
        truth.render(con, folder / "truth", story)
    finally:
        con.close()
    counts |= {"conversations": len(all_contacts)}
    return time_line.start, time_line.end, counts
