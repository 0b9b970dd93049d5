"""The secrets of a platform."""

import pulumi
import pytest

from components.house_rules import HouseRules
from components.secret_store import SecretStore, SecretStoreArgs, may_read
from tests.components.configuration import SECRET_ARN
from tests.components.deployment import Deployment, deploy

TAGS = {"Project": "agents"}
RULES = HouseRules(tags=TAGS)


def deployed(values: dict[str, str] | None = None, rules: HouseRules = RULES) -> tuple[Deployment, dict[str, str]]:
    """And the ARNs that it knows."""

    def program() -> dict[str, pulumi.Input[str]]:
        kept = {"maps": "very-secret"} if values is None else values
        return SecretStore("secrets", SecretStoreArgs(kept, {"shared": SECRET_ARN}, "/ai-agent/agents/dev/", rules)).arns

    return deploy(program)


def test_a_value_is_kept_under_the_stacks_prefix() -> None:
    deployment, arns = deployed()
    assert deployment.tree()["SecretStore/secrets"] == ["Secret/secrets-maps", "SecretVersion/secrets-maps-value"]
    assert deployment.of("Secret/secrets-maps") == {"name": "/ai-agent/agents/dev/maps", "recoveryWindowInDays": 0, "tags": TAGS}
    assert arns == {"maps": "arn:Secret/secrets-maps", "shared": SECRET_ARN}


def test_a_key_of_the_account_encrypts_it() -> None:
    deployment, _ = deployed(rules=HouseRules(kms_key_arn="arn:aws:kms:eu-west-1:123456789012:key/0a1b"))
    assert deployment.of("Secret/secrets-maps")["kmsKeyId"] == "arn:aws:kms:eu-west-1:123456789012:key/0a1b"


@pytest.mark.attack("secrets")
def test_a_value_goes_to_secrets_manager_and_nowhere_else() -> None:
    deployment, _ = deployed()
    version = deployment.inputs.pop("SecretVersion/secrets-maps-value")
    # Wrapped, so that Pulumi encrypts it in its state.
    assert version["secretString"]["value"] == "very-secret"
    assert "very-secret" not in repr(deployment.inputs)


@pytest.mark.attack("secrets")
def test_no_message_shows_a_value() -> None:
    assert "very-secret" not in repr(SecretStoreArgs({"maps": "very-secret"}, {}, "/"))


def test_somebody_elses_secret_is_known_by_its_arn_and_nothing_is_made_of_it() -> None:
    deployment, arns = deployed({})
    assert deployment.tree() == {"the stack": ["SecretStore/secrets"]}
    assert arns == {"shared": SECRET_ARN}


def test_a_role_may_read_exactly_the_secrets_that_it_needs() -> None:
    [statement] = may_read({"shared": SECRET_ARN})
    assert (statement["Action"], statement["Resource"]) == (["secretsmanager:GetSecretValue"], [SECRET_ARN])
    assert may_read({}) == []
