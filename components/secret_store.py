"""The secrets of a platform in Secrets Manager. Each is kept once, however many functions use it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components import iam
from components.house_rules import NO_RULES, HouseRules


@dataclass(frozen=True)
class SecretStoreArgs:
    values: Mapping[str, pulumi.Input[str]] = field(repr=False)
    """The values to keep, by the secrets' names. Pulumi encrypts them in its state."""
    arns: Mapping[str, pulumi.Input[str]]
    """The ARNs of secrets that belong to somebody else, by name. No resource is made for them."""
    prefix: str
    """Prefix of the names in Secrets Manager, like `/ai-agent/my-project/dev/`."""
    rules: HouseRules = NO_RULES
    """The rules for every resource."""


class SecretStore(pulumi.ComponentResource):
    """Keeps the values of secrets, and knows the ARN of each."""

    arns: dict[str, pulumi.Input[str]]
    """The ARNs by the secrets' names. Whoever uses one waits until its secret has a value."""

    def __init__(self, name: str, args: SecretStoreArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:SecretStore", name, None, opts)
        kept = {secret: self._keep(name, secret, value, args) for secret, value in sorted(args.values.items())}
        self.arns = {**kept, **args.arns}
        self.register_outputs({})

    def _keep(self, name: str, secret: str, value: pulumi.Input[str], args: SecretStoreArgs) -> pulumi.Output[str]:
        kept = aws.secretsmanager.Secret(
            f"{name}-{secret}",
            name=f"{args.prefix}{secret}",
            kms_key_id=args.rules.kms_key_arn,
            # Delete at once, because a secret in recovery blocks its name. The value stays in the stack's configuration.
            recovery_window_in_days=0,
            tags=args.rules.tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        version = aws.secretsmanager.SecretVersion(
            f"{name}-{secret}-value",
            secret_id=kept.arn,
            secret_string=pulumi.Output.secret(value),
            opts=pulumi.ResourceOptions(parent=self),
        )
        # The ARN of the secret and not of its value. A new key replaces the value, and a preview would then show a change of
        # everything that names the secret. The URN, which a new key doesn't change, makes functions wait for the value.
        arn: pulumi.Output[str] = pulumi.Output.all(kept.arn, version.urn).apply(lambda known: known[0])
        return arn


def may_read(arns: Mapping[str, pulumi.Input[str]]) -> list[iam.Statement]:
    """Return the statement that lets a role read exactly these secrets. Without secrets return no statement."""
    return [iam.allow("ReadSecrets", ["secretsmanager:GetSecretValue"], *arns.values())] if arns else []
