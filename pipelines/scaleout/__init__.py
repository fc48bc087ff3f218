"""The same models on Apache Spark: a small cluster, the raw tables on it, and dbt's spark target."""

from pipelines.scaleout.cluster import SparkCluster, running_cluster

__all__ = ["SparkCluster", "running_cluster"]
