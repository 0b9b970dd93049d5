"""The secrets of a stack in Secrets Manager. Each secret that the stack uses is kept once, however many functions use it.

A secret that is given as an ARN belongs to somebody else. No resource is made for it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import iam
from components.house_rules import NO_RULES, HouseRules
from components.settings.secrets import Secret


@dataclass(frozen=True)
class SecretStoreArgs:
    secrets: Mapping[str, Secret]
    """The secrets by name."""
    used: Collection[str]
    """Names of the secrets that the stack reads. The others are ignored."""
    prefix: str
    """Prefix of the names in Secrets Manager, like `/ai-agent/my-project/dev/`."""
    tags: dict[str, str]
    rules: HouseRules = NO_RULES
    """The rules of the account."""


class SecretStore(pulumi.ComponentResource):
    """Keeps the values of the stack's secrets, and knows the ARN of each."""

    def __init__(self, name: str, args: SecretStoreArgs, opts: pulumi.ResourceOptions | None = None):
        super().__init__("step-functions-agents:index:SecretStore", name, None, opts)
        self._arns: dict[str, pulumi.Input[str]] = {}
        self._values: dict[str, pulumi.Resource] = {}
        for secret in (args.secrets[used] for used in sorted(set(args.used))):
            self._arns[secret.name] = secret.arn or self._keep(name, args, secret)
        self.register_outputs({})

    def arns(self, *names: str) -> dict[str, pulumi.Input[str]]:
        """Return the ARNs by the secrets' names."""
        return {name: self._arns[name] for name in names}

    def values(self, *names: str) -> tuple[pulumi.Resource, ...]:
        """Return the resources that hold the values that the stack keeps. A function that reads them depends on them."""
        return tuple(self._values[name] for name in names if name in self._values)

    def may_read(self, *names: str) -> list[iam.Statement]:
        """Return the statement that lets a role read exactly these secrets. Without names return no statement."""
        return [iam.allow("ReadSecrets", ["secretsmanager:GetSecretValue"], *self.arns(*names).values())] if names else []

    def _keep(self, name: str, args: SecretStoreArgs, secret: Secret) -> pulumi.Output[str]:
        kept = aws.secretsmanager.Secret(
            f"{name}-{secret.name}",
            name=f"{args.prefix}{secret.name}",
            kms_key_id=args.rules.kms_key_arn,
            # Delete at once, because a secret in recovery blocks its name. The value stays in the stack's configuration.
            recovery_window_in_days=0,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        # Callers get the ARN of the secret and not of its value. A new key replaces the value, and a preview would then show a
        # change of everything that names the secret.
        self._values[secret.name] = aws.secretsmanager.SecretVersion(
            f"{name}-{secret.name}-value",
            secret_id=kept.arn,
            secret_string=secret.value,
            opts=pulumi.ResourceOptions(parent=self),
        )
        arn: pulumi.Output[str] = kept.arn
        return arn
