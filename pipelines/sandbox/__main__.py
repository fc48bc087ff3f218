"""`python -m pipelines.sandbox`: build the world if needed, serve it, say where."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipelines.errors import HavenError
from pipelines.sandbox.build import DEFAULT_END, build_world
from pipelines.sandbox.server.faults import FAULTS, parsed
from pipelines.sandbox.stacks import DEFAULT_STACK, STACKS
from pipelines.sandbox.world.plants import PLANTS
from pipelines.settings import load_settings


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipelines.sandbox",
        description="Serve the APIs of an invented company. When ready, prints one JSON line: port and settings.",
    )
    parser.add_argument("--seed", type=int, default=7, help="another seed, another company (default 7)")
    parser.add_argument("--days", type=int, default=90, help="length of the world (default 90)")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="1.0 is about 20,000 conversations in 90 days (default)"
    )
    parser.add_argument(
        "--end", type=date.fromisoformat, default=DEFAULT_END, help=f"the day it ends (default {DEFAULT_END})"
    )
    parser.add_argument(
        "--stack", default=DEFAULT_STACK, metavar="NAME", help=f"whose APIs: {', '.join(STACKS)} (default: the first)"
    )
    parser.add_argument("--port", type=int, default=8765, help="loopback port, 0 for a free one (default 8765)")
    parser.add_argument(
        "--plant", action="append", default=[], metavar="NAME", help=f"what to plant: {', '.join(PLANTS)}, or all"
    )
    parser.add_argument(
        "--faults", default="", metavar="LIST", help=f"comma list of {', '.join(FAULTS)}; an argument after a colon"
    )
    parser.add_argument(
        "--folder", type=Path, default=None, help="where the world lies (default: the data folder's sandbox)"
    )
    parser.add_argument("--log", type=Path, default=None, help="write one JSON line per request to this file")
    parser.add_argument(
        "--window", type=float, default=1.0, help="length of the rate-limit window in seconds (default 1)"
    )
    parser.add_argument("--until-stdin-closes", action="store_true", help="stop as soon as the caller is gone")
    parser.add_argument("--build-only", action="store_true", help="build the world and stop")
    return parser


def _end_with_caller() -> None:
    # The caller holds the other end of stdin: it closes even when the caller is killed.
    # Read without Python's buffer, whose lock would be held when the interpreter ends by itself.
    while os.read(0, 1024):
        pass
    os._exit(0)


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code; trouble is one line on stderr."""
    arguments = _parser().parse_args(argv)
    plants = [name for text in arguments.plant for name in text.split(",")]
    try:
        faults = [text for text in arguments.faults.split(",") if text]
        parsed(faults)
        world = build_world(
            arguments.folder or load_settings().sandbox_dir,
            seed=arguments.seed,
            days=arguments.days,
            scale=arguments.scale,
            plants=PLANTS if "all" in plants else plants,
            end=arguments.end,
            stack=arguments.stack,
            progress=lambda text: print(f"sandbox {text}", file=sys.stderr, flush=True),
        )
        if arguments.build_only:
            print(json.dumps({"folder": str(world.folder), "counts": world.counts}), flush=True)
            return 0
        # Imported late: building alone needs no web server.
        from pipelines.sandbox.server import serve

        if arguments.until_stdin_closes:
            threading.Thread(target=_end_with_caller, daemon=True).start()

        def say(port: int, env: dict[str, str]) -> None:
            print(json.dumps({"port": port, "env": env}), flush=True)

        serve(world.folder, arguments.port, faults=faults, log=arguments.log, window=arguments.window, ready=say)
    except HavenError as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
