"""Draws the published tables as a web site and prints the board report from it."""

from pipelines.reporting.board.printing import build_board_report
from pipelines.reporting.disputes import print_dispute_files, write_dispute_files
from pipelines.reporting.serving import serve
from pipelines.reporting.site import build_site

__all__ = ["build_board_report", "build_site", "print_dispute_files", "serve", "write_dispute_files"]
