"""The board report: ten sheets from the published file, as pages, as slides, and on the site."""

from pipelines.reporting.board.reports import board_reports

__all__ = ["board_reports"]
