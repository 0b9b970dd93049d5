"""The response field mask, without which Places (New) and Routes answer nothing.

https://developers.google.com/maps/documentation/routes/choose_fields
The mask is the header X-Goog-FieldMask or the parameter `$fields` or `fields`. It lists paths with dots, separated by commas,
without spaces. Google's parameters also allow brackets and slashes, which are refused here.
"""

from typing import Any

from local.mock_services.google_maps.errors import ApiError, invalid
from local.mock_services.google_maps.schema import schema, snake

Tree = dict[str, "Tree"]


class FieldMask:
    """The fields of a response that a request selects."""

    def __init__(self, text: str, message: str, example: tuple[str, str]) -> None:
        """Read a mask. Raises ApiError if there is no mask, or if a path isn't in the message.

        example: two good paths.
        """
        if not text.strip():
            raise ApiError(
                400,
                "FieldMask is a required parameter. See https://cloud.google.com/apis/docs/system-parameters on how to "
                f"provide it. As an example, you can set the header 'X-Goog-FieldMask' to value '{example[0]}', "
                f"'{example[1]}'. You can also set the value to '*' in manual testing to get all the available response fields.",
            )
        self._tree: Tree = {}
        for path in text.split(","):
            if path == "*":
                self._tree = {}
                return
            self._add(path, message, text)

    def _add(self, path: str, message: str, text: str) -> None:
        tree, kind, whole = self._tree, message, False
        for name in path.split("."):
            fields = schema().types.get(kind, {})
            camel = next((field for field in fields if name in (field, snake(field))), None)
            if camel is None:
                words = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
                raise invalid("Request contains an invalid argument.", text, words)
            # A field that was selected as a whole stays whole.
            whole = whole or (camel in tree and not tree[camel])
            tree, kind = tree.setdefault(camel, {}) if not whole else {}, fields[camel].strip("[]")
        tree.clear()

    def selects(self, path: str) -> bool:
        """Return whether the mask selects the field at this path: by its name, by the name of a message around it, or by *."""
        tree = self._tree
        for name in path.split("."):
            if not tree:
                return True
            if name not in tree:
                return False
            tree = tree[name]
        return True

    def apply(self, value: Any) -> Any:
        """Return the selected parts of a value."""
        return _pruned(value, self._tree)


def _pruned(value: Any, tree: Tree) -> Any:
    if not tree:
        return value
    if isinstance(value, list):
        return [_pruned(each, tree) for each in value]
    return {name: _pruned(each, tree[name]) for name, each in value.items() if name in tree}
