"""What tables alone cannot tell: computations between two layers of models, each from tables to tables."""

from pipelines.analysis.analysis import Analysis, Row, Tables
from pipelines.analysis.registry import analyses, declared
from pipelines.analysis.run import run_analyses
from pipelines.analysis.store import Store, WarehouseStore

__all__ = ["Analysis", "Row", "Store", "Tables", "WarehouseStore", "analyses", "declared", "run_analyses"]
