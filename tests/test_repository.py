"""The promises of the repository itself."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from pipelines.building import load_manifest
from pipelines.settings import ROOT, load_settings

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "DECISIONS.md")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def quoted(document: str) -> list[str]:
    """Inline code of a document, without fenced blocks."""
    text = re.sub(r"```.*?```", "", (ROOT / document).read_text(), flags=re.S)
    return re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_only_paths_that_exist(document: str) -> None:
    paths = [
        name
        for name in quoted(document)
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", name) and ("/" in name or "." in name)
    ]
    not_files = {"data/", ".dlt/secrets.toml", ".csv", ".parquet"}
    looks_like_path = [name for name in paths if name not in not_files and not name.startswith(".venv/")]
    suffixes = (".md", ".py", ".sql", ".csv", ".toml", ".in", ".lock", ".json", ".yml", "/")
    missing = [
        name
        for name in looks_like_path
        if (name.endswith(suffixes) or "/" in name) and not (ROOT / name.rstrip("/")).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_only_commands_that_exist(document: str) -> None:
    text = (ROOT / document).read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    assert (
        set(re.findall(r"`make ([a-z-]+)`", text)) | set(re.findall(r"^make ([a-z-]+)$", text, flags=re.M)) <= targets
    )
    from pipelines.cli import command_names

    assert set(re.findall(r"haven ([a-z]+)[ `]", text)) <= set(command_names())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_only_tests_and_models_that_exist(document: str) -> None:
    everything = "\n".join(file.read_text() for file in tracked("tests/*.py", "dbt_project/*.yml"))
    files = {file.stem for file in tracked("dbt_project/*.sql", "tests/*.py")}
    prefixes = ("test_", "assert_", "fct_", "dim_", "stg_", "int_", "measure_", "board_")
    named = {
        name.removesuffix(".sql")
        for name in quoted(document)
        if name.startswith(prefixes) and re.fullmatch(r"[\w.]+", name)
    }
    assert {name for name in named if name not in files and not name.endswith("_") and name not in everything} == set()


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120


def test_locks_carry_no_download_host() -> None:
    for file in tracked("*.lock", "*package-lock.json"):
        assert not re.search(r'"resolved"|https?://[^ ]+\.(whl|tar\.gz|tgz)|index-url', file.read_text()), file.name


def test_no_path_of_a_machine_is_committed() -> None:
    pattern = re.compile(r"(?<![\w.])/(?:home|root|work|Users|tmp)/[\w.-]+")
    found = [
        f"{file.relative_to(ROOT)}: {match}"
        for file in tracked("*.py", "*.sql", "*.yml", "*.md", "*.toml", "*.js", "*.svelte", "Makefile", "scripts/*")
        if file != Path(__file__)
        for match in pattern.findall(file.read_text())
    ]
    assert found == []


def test_models_is_an_alias_of_the_dbt_project() -> None:
    alias = ROOT / "models"
    assert alias.is_symlink()
    assert alias.readlink() == Path("dbt_project/models")


def test_the_code_location_fits_on_one_screen() -> None:
    assert len((ROOT / "pipelines" / "definitions.py").read_text().splitlines()) <= 40


def test_only_the_orchestration_imports_dagster() -> None:
    allowed = {ROOT / "pipelines" / "definitions.py", ROOT / "pipelines" / "cli.py"}
    offenders = []
    for file in tracked("pipelines/*.py"):
        if file in allowed or (ROOT / "pipelines" / "defs") in file.parents:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            offenders += [f"{file.name}: {name}" for name in names if name.split(".")[0].startswith("dagster")]
    assert offenders == []


def test_models_are_one_idea_long() -> None:
    long = {f.stem: n for f in tracked("dbt_project/models/*.sql") if (n := len(f.read_text().splitlines())) > 110}
    assert long == {}


def test_models_open_with_their_grain() -> None:
    folders = ("intermediate", "core", "marts")
    files = [
        f
        for f in tracked("dbt_project/models/*.sql")
        if f.relative_to(ROOT / "dbt_project" / "models").parts[0] in folders
    ]
    assert [f.stem for f in files if not f.read_text().startswith("-- One row per ")] == []


def test_models_spell_no_engine() -> None:
    """Both engines build the same SQL: what only one of them reads belongs in a dispatched macro."""
    only_one_engine = re.compile(
        r"::|\bqualify\b|ignore nulls|group by all|\blist_(?:agg|filter|transform|contains|sum)\b|strftime"
        r"|\bunnest\(|json_extract|epoch\(",
        re.I,
    )
    offenders = [
        f"{file.stem}: {match.group()}"
        for file in tracked("dbt_project/models/*.sql", "dbt_project/tests/*.sql")
        if (match := only_one_engine.search(re.sub(r"--.*|'[^']*'", "", file.read_text())))
    ]
    assert offenders == []


def test_the_model_graph_points_forward(tmp_path: Path) -> None:
    order = {"staging": 0, "intermediate": 1, "core": 2, "marts": 3}
    manifest = load_manifest(load_settings({"HAVEN_DATA_DIR": str(tmp_path)}))
    layer = {
        key: order[node["fqn"][1]]
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["fqn"][1] in order
    }
    backwards = [
        (parent, key)
        for key in layer
        for parent in manifest["nodes"][key]["depends_on"]["nodes"]
        if layer.get(parent, 0) > layer[key]
    ]
    assert backwards == []
    assert len(layer) > 50
