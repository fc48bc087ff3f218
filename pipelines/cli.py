"""The `haven` command: arguments in, one function call, one line when it fails.

Nothing heavy is imported here, so that `haven --help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from pipelines import commands
from pipelines.errors import HavenError


class Parser(argparse.ArgumentParser):
    """argparse with our one-line errors."""

    def error(self, message: str) -> NoReturn:
        raise HavenError(message, f"See `{self.prog} --help`.")


def build_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="haven", description="One standard for customer operations answered by people and by AI.")
    parser.add_argument("--debug", action="store_true", help="show the whole traceback of an error")
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)

    run = _verb(verbs, "run", commands.run, "load, build, check, publish and report; without a source, on the sandbox")
    _sources(run)
    run.add_argument("--no-reports", action="store_true", help="stop after publishing")
    _world(run.add_argument_group("sandbox", "only when no source is set up"), fallback=False)

    load = _verb(verbs, "load", commands.load, "bring the raw tables up to date")
    _sources(load)

    build = _verb(verbs, "build", commands.build, "build the models from what has been loaded")
    build.add_argument("--as-of", metavar="TIME", help="build what had been loaded by then, like 2026-06-30T00:00:00Z")

    check = _verb(verbs, "check", commands.check, "judge what arrived and what is about to be published")
    check.add_argument("--door", choices=("raw", "published"), help="only this gate")

    _verb(verbs, "publish", commands.publish, "put the last build in place, if the gates let it through")

    report = _verb(verbs, "report", commands.report, "render the site and the board report from what is published")
    report.add_argument("--no-pdf", action="store_true", help="only the site")

    _verb(verbs, "docs", commands.docs, "write one page that describes every model and column")

    deliver = _verb(verbs, "deliver", commands.deliver, "send the board report and the day's alerts, each once")
    deliver.add_argument("--only", choices=("report", "alerts"), help="not the other")

    sandbox = _verb(verbs, "sandbox", commands.sandbox, "serve all vendors' APIs for one invented company")
    _world(sandbox, fallback=True)
    sandbox.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    sandbox.add_argument("--faults", default="", metavar="LIST", help="serve with these faults, like 429:3,slow:2")
    sandbox.add_argument("--folder", metavar="PATH", help="where the world is kept")

    status = _verb(verbs, "status", commands.status, "what was loaded, checked and published, and how old it is")
    status.add_argument("--json", action="store_true", help="for programs")
    status.add_argument("--requirements", action="store_true", help="what answers each requirement: model, test, page")

    forget = _verb(verbs, "forget", commands.forget, "remove one customer's personal data from the warehouse")
    forget.add_argument("customer_id", metavar="CUSTOMER_ID", help="as in core.dim_customers, like zendesk:123")
    forget.add_argument("--no-rebuild", action="store_true", help="leave building and publishing to the next run")

    verify = _verb(verbs, "verify", commands.verify, "compare the pipeline's formulas with reference values")
    verify.add_argument("file", metavar="VALUES.json")

    ui = _verb(verbs, "ui", commands.ui, "open Dagster's web server")
    ui.add_argument("--port", type=int, default=3000, help="port on 127.0.0.1 (default: 3000)")
    return parser


def command_names() -> list[str]:
    """Every command there is, in the order of the help."""
    actions = [action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return list(actions[0].choices)


def _verb(verbs: argparse._SubParsersAction, name: str, function: commands.Command, text: str) -> Parser:
    parser: Parser = verbs.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show an error's traceback")
    parser.set_defaults(function=function)
    return parser


def _sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="NAME",
        help="a source, like zendesk or intercom; repeatable; default: HAVEN_SOURCES, else every one that is set up",
    )


def _world(parser: argparse._ActionsContainer, *, fallback: bool) -> None:
    """The invented company's arguments; without `fallback` they stay empty unless given."""
    parser.add_argument("--seed", type=int, default=7 if fallback else None, help="chance's seed (default: 7)")
    parser.add_argument("--days", type=int, default=90 if fallback else None, help="days of history (default: 90)")
    parser.add_argument(
        "--scale", type=float, default=1.0 if fallback else None, help="1.0 is 20,000 contacts a quarter"
    )
    parser.add_argument("--stack", metavar="NAME", help="whose APIs are served (default: zendesk+ada+assembled)")
    parser.add_argument("--plant", action="append", metavar="NAME", help="plant this fault to be found; repeatable")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    try:
        given = build_parser().parse_args(arguments)
        code = given.function(given)
    except HavenError as error:
        code = _fail(f"haven: {error}", debug)
    except KeyboardInterrupt:
        code = 130
        print("haven: stopped. Run it again to finish; nothing published has changed.", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        code = _fail(f"haven: {what}. Run it again with --debug to see where, and report it.", debug)
    sys.exit(code)


def _fail(line: str, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    main()
