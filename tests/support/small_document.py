"""A small document that keeps every rule, and a way to change one place of it."""

from __future__ import annotations

import copy

_ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}, "example": {"detail": "no"}}}
SMALL = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "3.0.0"},
    "security": [{"apiKey": []}],
    "tags": [{"name": "things"}],
    "paths": {
        "/things/{thing_id}": {
            "get": {
                "operationId": "get_thing",
                "tags": ["things"],
                "summary": "One thing",
                "parameters": [
                    {"name": "thing_id", "in": "path", "required": True, "schema": {"type": "string"}, "example": "a"}
                ],
                "responses": {
                    "200": {
                        "description": "The thing.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    },
                    "401": {"description": "No key.", "content": _ERROR},
                    "422": {"description": "Not valid.", "content": _ERROR},
                },
            }
        }
    },
    "components": {
        "securitySchemes": {"apiKey": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string"},
                    "size": {"type": "integer", "minimum": 0, "maximum": 10},
                },
                "example": {"id": "a", "size": 1},
            },
            "Error": {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}},
        },
    },
}


def changed(document, place, value):
    """A copy of a document with another value at a place; None takes it out."""
    result = copy.deepcopy(document)
    node = result
    for part in place[:-1]:
        node = node[part]
    if value is None:
        del node[place[-1]]
    else:
        node[place[-1]] = copy.deepcopy(value)
    return result
