"""dbt's seeds and models as assets, its data tests as asset checks."""

import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from pipelines.analysis import declared
from pipelines.building import build_findings, build_models, unchanged_since
from pipelines.building.build import FINDINGS
from pipelines.building.manifest import Manifest
from pipelines.building.runner import NodeResult
from pipelines.defs.failures import RETRIES, taking_turns
from pipelines.progress import step
from pipelines.settings import Settings

Event = dg.Output[None] | dg.AssetCheckResult
Build = Callable[[Settings, Callable[[NodeResult], None] | None, Sequence[str]], object]
SHOWN = frozenset({"success", "pass", "warn", "fail"})


class Translator(DagsterDbtTranslator):
    """Where a dbt node stands in the lineage: its schema and name, grouped by layer."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        if dbt_resource_props["resource_type"] == "seed":
            return "standard"
        return dbt_resource_props["fqn"][1]


class Names:
    """From dbt's unique ids to Dagster's keys, worked out once.

    `assets` are in an order in which they can be built; `strict` are the checks that stop a build.
    """

    def __init__(self, manifest: Manifest, translator: DagsterDbtTranslator) -> None:
        self.assets: dict[str, dg.AssetKey] = {}
        self.checks: dict[str, dg.AssetCheckKey] = {}
        self.strict: list[dg.AssetCheckKey] = []
        self.fqns: dict[str, str] = {}
        for unique_id, node in manifest["nodes"].items():
            self.fqns[unique_id] = ".".join(node["fqn"])
            if node["resource_type"] == "test":
                key = get_asset_check_key_for_test(manifest, translator, unique_id, None)
                if key is not None:
                    self.checks[unique_id] = key
                    if node["config"]["severity"].lower() == "error":
                        self.strict.append(key)
        for unique_id in TopologicalSorter(manifest["parent_map"]).static_order():
            node = manifest["nodes"].get(unique_id)
            if node and node["resource_type"] in ("model", "seed", "snapshot"):
                self.assets[unique_id] = translator.get_asset_key(node)

    def selected(self, context: dg.AssetExecutionContext) -> list[str]:
        """dbt selectors for the assets and checks this step was asked for."""
        assets = [self.fqns[name] for name, key in self.assets.items() if key in context.selected_asset_keys]
        checks = [self.fqns[name] for name, key in self.checks.items() if key in context.selected_asset_check_keys]
        return assets + checks

    def events(self, result: NodeResult, context: dg.AssetExecutionContext) -> Iterator[Event]:
        if result.status not in SHOWN:
            return
        metadata = {"seconds": round(result.seconds, 3)}
        if (asset := self.assets.get(result.unique_id)) in context.selected_asset_keys and not result.failed:
            assert asset is not None
            yield dg.Output(None, output_name=asset.to_python_identifier(), metadata=metadata)
        if (check := self.checks.get(result.unique_id)) in context.selected_asset_check_keys:
            assert check is not None
            yield dg.AssetCheckResult(
                passed=result.status == "pass",
                asset_key=check.asset_key,
                check_name=check.name,
                severity=dg.AssetCheckSeverity.WARN if result.status == "warn" else dg.AssetCheckSeverity.ERROR,
                metadata={**metadata, "failing_rows": result.failures or 0},
            )

    def unchanged(self, context: dg.AssetExecutionContext, since: str) -> Iterator[Event]:
        """What the build of then said, when nothing is built. A test that only warns is not told again: it may have."""
        metadata = {"unchanged_since": since}
        for asset in self.assets.values():
            if asset in context.selected_asset_keys:
                yield dg.Output(None, output_name=asset.to_python_identifier(), metadata=metadata)
        for check in self.strict:
            if check in context.selected_asset_check_keys:
                yield dg.AssetCheckResult(
                    passed=True, asset_key=check.asset_key, check_name=check.name, metadata=metadata
                )


def definitions(manifest: Manifest) -> dg.Definitions:
    """Two steps, before and after what is computed between them."""
    translator = Translator(settings=DagsterDbtTranslatorSettings(enable_asset_checks=True))
    names = Names(manifest, translator)

    is_whole = not declared(manifest)

    @dbt_assets(
        manifest=manifest,
        dagster_dbt_translator=translator,
        name="build_models",
        exclude=None if is_whole else FINDINGS,
        retry_policy=RETRIES,
    )
    def models(context: dg.AssetExecutionContext) -> Iterator[Event]:
        yield from build_step("build the models", partial(build_models, is_whole=is_whole), names, context)

    if is_whole:
        return dg.Definitions(assets=[models])

    @dbt_assets(
        manifest=manifest,
        dagster_dbt_translator=translator,
        name="build_findings",
        select=FINDINGS,
        retry_policy=RETRIES,
    )
    def findings(context: dg.AssetExecutionContext) -> Iterator[Event]:
        yield from build_step("build the findings", build_findings, names, context)

    return dg.Definitions(assets=[models, findings])


def build_step(what: str, build: Build, names: Names, context: dg.AssetExecutionContext) -> Iterator[Event]:
    """Run one part of the build, or what of it was asked for, and report every node as it finishes.

    All of it is left as it is when it was made from just what is there now; what is asked for by name is built.
    """
    with taking_turns(what) as settings, step(what) as notes:
        if not context.is_subset and (since := unchanged_since(settings)):
            notes.append(f"nothing new since the build of {since}")
            yield from names.unchanged(context, since)
            return
        selected = names.selected(context) if context.is_subset else []
        seen = 0
        for result in run_in_background(build, settings, selected):
            seen += 1
            yield from names.events(result, context)
        notes.append(f"{seen:,} models and tests")


def run_in_background(build: Build, settings: Settings, select: list[str]) -> Iterator[NodeResult]:
    """Run the build on a thread of its own and hand over every node as it finishes; raises what the build raises."""
    finished: queue.Queue[NodeResult | BaseException | None] = queue.Queue()

    def work(put: Callable[[NodeResult | BaseException | None], None]) -> None:
        try:
            build(settings, put, select)
            put(None)
        except BaseException as error:
            put(error)

    thread = threading.Thread(target=work, args=(finished.put,), name="dbt")
    thread.start()
    while (item := finished.get()) is not None:
        if isinstance(item, BaseException):
            thread.join()
            raise item
        yield item
    thread.join()
