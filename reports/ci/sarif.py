"""SARIF 2.1.0: a result a failing row, a rule a formula, check and mistake."""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nnconform.reports.explain import explain
from nnconform.reports.record import FormulaInfo, Record
from nnconform.reports.store import Run
from nnconform.reports.wording import MEANINGS, QUESTIONS, brief, variant_names, visible

from .places import Place, Places

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(
    run: Run, formulas: Iterable[FormulaInfo], fail_on: Collection[str], expected_file: str
) -> str:
    """Return the log as text; results that are expected are suppressed, with the reason.

    A result stands at the function's line where the adapter is a file. Where it is not, it stands
    at the file of expected deviations, where an entry for it would be written: code scanning takes
    no result without a file.

    Args:
        run: a run as read.
        formulas: what is known about the formulas.
        fail_on: the verdicts that fail.
        expected_file: the file of expected deviations.
    """
    known = {(info.group, info.id): info for info in formulas}
    rules: dict[str, dict[str, Any]] = {}
    numbers: dict[str, int] = {}
    results = []
    places = Places(run)
    for record in run.records:
        if record.verdict in fail_on:
            name = _rule_id(record)
            if name not in rules:
                numbers[name] = len(rules)
                rules[name] = _rule(name, record, known.get((record.group, record.formula)))
            place = places.of(record) or Place(expected_file, 1)
            results.append(_result(record, name, numbers[name], place))
    driver = {
        "name": "nnconform",
        "semanticVersion": run.header.nnconform,
        "rules": list(rules.values()),
    }
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": not run.interrupted}],
                "results": results,
            }
        ],
    }
    return json.dumps(log, indent=1) + "\n"


def _rule_id(record: Record) -> str:
    mistake = "+".join(variant_names(record.variant)) if record.variant else ""
    return "/".join(part for part in (record.formula, record.check, mistake) if part)


def _rule(name: str, record: Record, info: FormulaInfo | None) -> dict[str, Any]:
    hints: Mapping[str, str] = info.mistakes if info else {}
    told = [hints[each] for each in variant_names(record.variant or "") if each in hints]
    title = info.title if info else record.formula
    sources = f" Sources: {'; '.join(info.sources)}." if info and info.sources else ""
    question = f"{title}, {record.check}: {QUESTIONS[record.check]}."
    return {
        "id": name,
        "shortDescription": {"text": visible(f"{title}: {record.check}")},
        "fullDescription": {"text": visible(question)},
        "help": {"text": visible(f"{' '.join(told) or MEANINGS[record.verdict]}{sources}")},
        "properties": {"tags": [record.group, record.check]},
    }


def _result(record: Record, rule: str, index: int, place: Place) -> dict[str, Any]:
    where = {
        "artifactLocation": _artifact(place.path),
        "region": {"startLine": place.line},
    }
    logical = {"name": record.formula, "fullyQualifiedName": record.id, "kind": "function"}
    found: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": index,
        "level": "warning" if record.verdict == "inaccurate" else "error",
        "message": {"text": f"{brief(explain(record))}{_reproduce(record)}"},
        "locations": [{"physicalLocation": where, "logicalLocations": [logical]}],
        "partialFingerprints": {"nnconformResult/v1": record.id},
    }
    if record.expected:
        found["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": visible(record.expected)}
        ]
    return found


def _reproduce(record: Record) -> str:
    line = (record.counterexample or {}).get("reproduce")
    return visible(f"\n  reproduce: {line}") if isinstance(line, str) and line else ""


def _artifact(path: str) -> dict[str, str]:
    """A file as a URI: relative to the checkout, or absolute where it is outside."""
    place = Path(path)
    if place.is_absolute() and place.is_relative_to(Path.cwd()):
        place = place.relative_to(Path.cwd())
    if place.is_absolute():
        return {"uri": place.as_uri()}
    return {"uri": quote(place.as_posix()), "uriBaseId": "%SRCROOT%"}
