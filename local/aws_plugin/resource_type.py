"""One AWS resource type: a few facts as class attributes, and the calls that make, read, change and delete it.

Names are those of `pulumi_aws` (camelCase). The facts (which input forces a replacement, how an ID looks) are those of the
Terraform AWS provider, which Pulumi's real plugin wraps: https://registry.terraform.io/providers/hashicorp/aws/latest/docs.
"""

from typing import Any, ClassVar

from .check import Failure
from .connections import Aws
from .naming import AutoName

Values = dict[str, Any]


class ResourceType:
    token: ClassVar[str]
    """Pulumi's name of the type, like `aws:iam/role:Role`."""
    settable: ClassVar[frozenset[str]]
    """The inputs that the calls below carry out. Any other input is refused, and none is silently ignored."""
    computed: ClassVar[frozenset[str]] = frozenset()
    """The outputs that AWS decides. They are unknown until the resource exists."""
    changing: ClassVar[frozenset[str]] = frozenset()
    """The `computed` outputs that an update may change."""
    replace_on: ClassVar[frozenset[str]] = frozenset()
    """The inputs that AWS can't change in place."""
    policies: ClassVar[frozenset[str]] = frozenset()
    """Inputs that hold an IAM policy as JSON text."""
    documents: ClassVar[frozenset[str]] = frozenset()
    """Inputs that hold any other JSON text."""
    unordered: ClassVar[frozenset[str]] = frozenset()
    """Lists whose order means nothing."""
    defaults: ClassVar[Values] = {}
    """The values that AWS uses for inputs that are not given."""
    auto_name: ClassVar[AutoName | None] = None

    def check(self, inputs: Values) -> list[Failure]:
        """Return the failures that the types can't express, such as two inputs that exclude each other."""
        return []

    def create(self, aws: Aws, inputs: Values) -> str:
        """Make the resource by one call and return its ID."""
        raise NotImplementedError

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        """Make the further calls of a creation, if any.

        If one fails, the resource stays in the state and the next `up` updates it. So `update` must be able to repeat these calls.
        """

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        """Return the current inputs and outputs in AWS, or None if the resource doesn't exist. In an import, `state` is empty."""
        raise NotImplementedError

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        """Change the resource from the old inputs to the new ones."""
        raise NotImplementedError

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        """Delete the resource. The caller ignores an error which says that it no longer exists."""
        raise NotImplementedError

    def value(self, inputs: Values, name: str) -> Any:
        """Return an input, or else the value that AWS uses without it."""
        given = inputs.get(name)
        return self.defaults.get(name) if given is None else given
