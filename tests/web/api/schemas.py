"""Whether an answer is as the API's own description says."""

from __future__ import annotations

from typing import Any

KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def misfits(schema: dict[str, Any], value: Any, whole: dict[str, Any], at: str = "") -> list[str]:
    """Where the value is not as described; [] where it fits."""
    if "$ref" in schema:
        return misfits(whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]], value, whole, at)
    if "anyOf" in schema:
        tries = [misfits(one, value, whole, at) for one in schema["anyOf"]]
        return [] if [] in tries else tries[0]
    if "type" in schema and not isinstance(value, KINDS[schema["type"]]):
        return [f"{at}: {value!r} is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value!r} is none of {schema['enum']}"]
    found = []
    if isinstance(value, dict) and "properties" in schema:
        described = schema["properties"]
        found += [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
        found += [f"{at}.{name} is not described" for name in value if name not in described]
        for name in value.keys() & described.keys():
            found += misfits(described[name], value[name], whole, f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        for one in value:
            found += misfits(schema["items"], one, whole, f"{at}[]")
    return found
