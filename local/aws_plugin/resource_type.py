"""How one AWS resource type is described: a few facts as class attributes, and the calls that make, read, change and delete it.

Names are those of `pulumi_aws` (camelCase). The facts (which input forces a replacement, what an ID looks like) are those of
the Terraform AWS provider, which the real plugin wraps: https://registry.terraform.io/providers/hashicorp/aws/latest/docs.
"""

from typing import Any, ClassVar

from .check import Failure
from .connections import Aws
from .naming import AutoName

Values = dict[str, Any]


class ResourceType:
    token: ClassVar[str]
    """Pulumi's name of the type: `aws:iam/role:Role`."""
    settable: ClassVar[frozenset[str]]
    """The inputs that the calls below carry out. Any other input is refused: none is silently ignored."""
    computed: ClassVar[frozenset[str]] = frozenset()
    """The outputs that AWS decides, unknown until the resource exists."""
    changing: ClassVar[frozenset[str]] = frozenset()
    """Those of them that an update may change."""
    replace_on: ClassVar[frozenset[str]] = frozenset()
    """The inputs that AWS can't change in place."""
    policies: ClassVar[frozenset[str]] = frozenset()
    """Inputs that hold an IAM policy as JSON text."""
    documents: ClassVar[frozenset[str]] = frozenset()
    """Inputs that hold any other JSON text."""
    unordered: ClassVar[frozenset[str]] = frozenset()
    """Lists whose order means nothing."""
    defaults: ClassVar[Values] = {}
    """What AWS uses for an input that is not given."""
    auto_name: ClassVar[AutoName | None] = None

    def check(self, inputs: Values) -> list[Failure]:
        """What the types can't say, such as two inputs that exclude each other."""
        return []

    def create(self, aws: Aws, inputs: Values) -> str:
        """Makes the resource by one call, and gives its ID."""
        raise NotImplementedError

    def finish(self, aws: Aws, resource_id: str, inputs: Values) -> None:
        """The further calls of a creation, if any. If one fails, the resource is kept in the state, and the next `up`
        updates it: so `update` must be able to repeat them."""

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values | None:
        """Inputs and outputs as they are in AWS now; None if there is no such resource. In an import, `state` is empty."""
        raise NotImplementedError

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        """Brings the resource from the old inputs to the new ones."""
        raise NotImplementedError

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        """Deletes the resource. An error that says it is gone already is the caller's to ignore."""
        raise NotImplementedError

    def value(self, inputs: Values, name: str) -> Any:
        """An input, or what AWS uses without it."""
        given = inputs.get(name)
        return self.defaults.get(name) if given is None else given
