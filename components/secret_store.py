"""The secrets of a stack, in Secrets Manager: each that something of the stack uses, once, whoever uses it.

One that is given as an ARN is somebody else's: nothing is made of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import iam
from components.settings.secrets import Secret


@dataclass(frozen=True)
class SecretStoreArgs:
    secrets: Mapping[str, Secret]
    """By name."""
    used: Collection[str]
    """Names of those that something reads. The others are left alone."""
    prefix: str
    """Names in Secrets Manager start with it, like `/ai-agent/dev/`."""
    tags: dict[str, str]


class SecretStore(pulumi.ComponentResource):
    """Keeps the values of secrets, and knows the ARNs of all."""

    def __init__(self, name: str, args: SecretStoreArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:SecretStore", name, None, opts)
        self._arns: dict[str, pulumi.Input[str]] = {}
        self._values: dict[str, pulumi.Resource] = {}
        for secret in (args.secrets[used] for used in sorted(set(args.used))):
            self._arns[secret.name] = secret.arn or self._keep(name, args, secret)
        self.register_outputs({})

    def arns(self, *names: str) -> dict[str, pulumi.Input[str]]:
        """By name."""
        return {name: self._arns[name] for name in names}

    def values(self, *names: str) -> tuple[pulumi.Resource, ...]:
        """The resources that hold the values of those which the stack keeps: a reader depends on them."""
        return tuple(self._values[name] for name in names if name in self._values)

    def may_read(self, *names: str) -> list[iam.Statement]:
        """The statement that lets a role read exactly these; none for none."""
        return [iam.allow("ReadSecrets", ["secretsmanager:GetSecretValue"], *self.arns(*names).values())] if names else []

    def _keep(self, name: str, args: SecretStoreArgs, secret: Secret) -> pulumi.Output[str]:
        kept = aws.secretsmanager.Secret(
            f"{name}-{secret.name}",
            name=f"{args.prefix}{secret.name}",
            # The value is in the stack's configuration, so nothing is lost; and a name in recovery could not be used again.
            recovery_window_in_days=0,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        # The ARN is the secret's and not the value's, which a new key replaces: a preview would then show a change of all that
        # names the secret.
        self._values[secret.name] = aws.secretsmanager.SecretVersion(
            f"{name}-{secret.name}-value",
            secret_id=kept.arn,
            secret_string=secret.value,
            opts=pulumi.ResourceOptions(parent=self),
        )
        arn: pulumi.Output[str] = kept.arn
        return arn
