"""Compare JSON documents by their meaning.

Two texts that mean the same must give no diff. The services return their own spelling of a policy, and `json.dumps` of two Python
versions may differ in spaces.
"""

import json
from typing import Any

from .wire import UNKNOWN

_SETS = ("Action", "NotAction", "Resource", "NotResource")
_PRINCIPALS = ("Principal", "NotPrincipal")


def same_json(one: Any, other: Any) -> bool:
    """Return whether two JSON texts hold equal values."""
    return _compare(one, other, lambda document: document)


def same_policy(one: Any, other: Any) -> bool:
    """Return whether two IAM policies mean the same. In these elements, order has no meaning, and a list of one item equals the
    item.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
    """
    return _compare(one, other, _canonical_policy)


def _compare(one: Any, other: Any, canonical: Any) -> bool:
    if UNKNOWN in (one, other):
        return False
    if one == other:
        return True
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    try:
        return bool(canonical(json.loads(one)) == canonical(json.loads(other)))
    except ValueError:
        return False


def _canonical_policy(document: Any) -> Any:
    if not isinstance(document, dict):
        return document
    statements = document.get("Statement", [])
    statements = statements if isinstance(statements, list) else [statements]
    canonical = [_canonical_statement(one) for one in statements]
    return document | {"Statement": sorted(canonical, key=lambda one: json.dumps(one, sort_keys=True))}


def _canonical_statement(statement: Any) -> Any:
    if not isinstance(statement, dict):
        return statement
    canonical = dict(statement)
    for name in _SETS:
        if name in canonical:
            canonical[name] = _as_set(canonical[name])
    for name in _PRINCIPALS:
        if isinstance(canonical.get(name), dict):
            canonical[name] = {kind: _as_set(value) for kind, value in canonical[name].items()}
    if isinstance(canonical.get("Condition"), dict):
        canonical["Condition"] = {
            operator: {key: _as_set(value) for key, value in keys.items()} if isinstance(keys, dict) else keys
            for operator, keys in canonical["Condition"].items()
        }
    return canonical


def _as_set(value: Any) -> Any:
    """Return a condition's values as a sorted list of texts. IAM reads a boolean or a number as its text."""
    values = value if isinstance(value, list) else [value]
    return sorted({one if isinstance(one, str) else json.dumps(one, sort_keys=True) for one in values})
