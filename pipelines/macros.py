"""The project's dbt macros as Python functions, rendered without dbt.

A formula that is checked against reference values must be the one the models use, not a copy of it. Starting dbt for
that costs seconds; its macros are Jinja, so Jinja renders them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2

from pipelines.errors import HavenError
from pipelines.settings import ROOT

MACRO = re.compile(r"{%-?\s*macro\s+(\w+)\s*\(.*?{%-?\s*endmacro\s*-?%}", re.DOTALL)


class _Return(Exception):
    """dbt's `return`: ends the macro with a value that need not be text."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Macros:
    """`macros.wilson_low('x', 'n')` is the SQL that the macro of that name renders.

    Args:
        folder: the dbt project's macro folder.
        engine: whose dispatched macros are meant.
        variables: the project's `var` values that the macros read.
    """

    def __init__(self, folder: Path, engine: str = "duckdb", variables: dict[str, Any] | None = None) -> None:
        self._engine = engine
        self._variables = variables or {}
        self._functions: dict[str, Callable[..., Any]] = {}
        # A macro keeps the names that it met first: it is given ones that lead to those of the model being rendered.
        self._ref: Callable[[str], str] = _no_model
        self._model: dict[str, Any] = {}
        environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined)
        environment.globals |= {
            "return": _give_back,
            "adapter": SimpleNamespace(dispatch=self._dispatch),
            "haven": self,
            "var": self._variable,
            "ref": lambda name: self._ref(name),
            "model": self._model,
            "tojson": json.dumps,
        }
        for path in sorted(folder.rglob("*.sql")):
            for match in MACRO.finditer(path.read_text()):
                name = match[1]
                # Jinja keeps names with a leading underscore to their template: give every macro the same public one.
                template = environment.from_string(re.sub(rf"macro\s+{name}\b", "macro called", match[0], count=1))
                self._functions[name] = _calling(template)
        environment.globals |= self._functions
        self._environment = environment

    def rendered(
        self,
        sql: str,
        ref: Callable[[str], str],
        variables: dict[str, Any],
        columns: Mapping[str, Any] | None = None,
    ) -> str:
        """A model's SQL with `ref` and the project's variables filled in. A source's table is named `schema.table`.

        `columns` are the model's own as described beside it, by name, for macros that read them.
        """
        before, self._variables = self._variables, variables
        self._ref, self._model["columns"] = ref, dict(columns or {})
        try:
            text = self._environment.from_string(sql).render(
                ref=ref, source=lambda schema, name: f'"{schema}.{name}"', config=lambda **_: "", execute=True
            )
        finally:
            self._variables = before
        return text.strip()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        try:
            return self.__dict__["_functions"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __contains__(self, name: str) -> bool:
        return name in self._functions

    def _dispatch(self, name: str, package: str | None = None) -> Callable[..., Any]:
        for prefix in (self._engine, "default"):
            if f"{prefix}__{name}" in self._functions:
                return self._functions[f"{prefix}__{name}"]
        raise HavenError(f"the macro {name} has no form for {self._engine}", "Add one beside it.")

    def _variable(self, name: str, default: Any = None) -> Any:
        return self._variables.get(name, default)


def _no_model(name: str) -> str:
    raise HavenError(f"a macro refers to {name} where no model is rendered", "Render it with a model.")


def _give_back(value: Any) -> None:
    raise _Return(value)


def _calling(template: jinja2.Template) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return str(template.module.called(*args, **kwargs)).strip()  # type: ignore[attr-defined]
        except _Return as returned:
            return returned.value

    return call


@lru_cache(maxsize=1)
def project_macros() -> Macros:
    return Macros(ROOT / "dbt_project" / "macros")
