"""The rules for every resource of a platform: those of the account that it is deployed to, and what all resources have alike.

Each component that makes a role, a log group, a function, a state machine, a bucket or a secret keeps to them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi

from components import iam
from components.regions import dns_suffix, partition

LOG_LEVELS = ("DEBUG", "INFO", "WARN", "ERROR")


@dataclass(frozen=True)
class HouseRules:
    region: str = "us-east-1"
    """The stack's region."""
    account: pulumi.Input[str] | None = None
    """The stack's account. None: the trust policies name none."""
    permissions_boundary: pulumi.Input[str] | None = None
    """ARN of the policy that limits every role. None: no limit beside the role's own policy."""
    role_path: str = "/"
    """The path of every role in IAM, like `/agents/`."""
    kms_key_arn: pulumi.Input[str] | None = None
    """ARN of the key that encrypts the bucket, logs, secrets, environments and state machines. None: AWS's own keys."""
    reserved_concurrency: Mapping[str, int] = field(default_factory=dict)
    """Executions that are kept for a function, and its limit, by the function's name. The others share what the account has."""
    log_level: str = "INFO"
    """One of LOG_LEVELS."""
    tracing: bool = True
    """True if X-Ray traces the runs."""
    name_prefix: str | None = None
    """The beginning of the names that Pulumi would otherwise make up: roles, buckets and alarms. None: Pulumi makes them up."""
    alarm_topic_arn: pulumi.Input[str] | None = None
    """ARN of the SNS topic that is told what goes wrong. None: no alarms."""
    log_retention_days: int = 30
    """Days that CloudWatch Logs keeps the logs: one of the numbers that it allows."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Tags of every resource that can have some."""

    def name(self, logical: str) -> str | None:
        """Return the name in AWS of a resource, by its logical name. None: Pulumi makes one up."""
        return f"{self.name_prefix}{logical}" if self.name_prefix else None

    def arn(self, service: str, resource: str) -> pulumi.Output[str]:
        """Return the ARN of a resource of the stack's account and region."""
        return pulumi.Output.concat(f"arn:{partition(self.region)}:{service}:{self.region}:", self.account or "*", f":{resource}")

    def may_use_key(self, *services: str) -> list[iam.Statement]:
        """Return the statement that lets a role use the key through services like `s3`. Without a key return no statement."""
        through = [f"{service}.{self.region}.{dns_suffix(self.region)}" for service in services]
        return self._use_key("UseKey", ["kms:Decrypt", "kms:GenerateDataKey"], {"StringEquals": {"kms:ViaService": through}})

    def may_decrypt_environment(self, function: str) -> list[iam.Statement]:
        """Return the statement that lets a function's role read the function's own environment, of every version.

        https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
        """
        own = [self.arn("lambda", f"function:{function}"), self.arn("lambda", f"function:{function}:*")]
        only_if = {"ArnLike": {"kms:EncryptionContext:aws:lambda:FunctionArn": own}}
        return self._use_key("DecryptEnvironment", ["kms:Decrypt"], only_if)

    def may_encrypt_runs(self, state_machine: str) -> list[iam.Statement]:
        """Return the statements that let a state machine's role encrypt the history of runs and deliver encrypted logs.

        https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
        """
        machine = {
            "ArnEquals": {"kms:EncryptionContext:aws:states:stateMachineArn": self.arn("states", f"stateMachine:{state_machine}")}
        }
        logs = {"StringLike": {"kms:EncryptionContext:SourceArn": self.arn("logs", "*")}}
        return [
            *self._use_key("EncryptRuns", ["kms:Decrypt", "kms:GenerateDataKey"], machine),
            *self._use_key("EncryptLogs", ["kms:GenerateDataKey"], logs),
        ]

    def may_read_runs(self, state_machine_arns: Sequence[str]) -> list[iam.Statement]:
        """Return the statement that lets a role start and read runs of other state machines that the key encrypts."""
        if not state_machine_arns:
            return []
        # Without a version.
        own = [":".join(arn.split(":")[:7]) for arn in state_machine_arns]
        machines = {"ArnEquals": {"kms:EncryptionContext:aws:states:stateMachineArn": own}}
        return self._use_key("ReadRunsOfAgents", ["kms:Decrypt", "kms:GenerateDataKey"], machines)

    def _use_key(self, sid: str, actions: list[str], only_if: Mapping[str, Mapping[str, object]]) -> list[iam.Statement]:
        return [iam.allow(sid, actions, self.kms_key_arn, only_if=only_if)] if self.kms_key_arn is not None else []


NO_RULES = HouseRules()
"""Of an account whose owner sets none."""
