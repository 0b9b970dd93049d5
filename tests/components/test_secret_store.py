"""The secrets of a stack."""

import pulumi
import pytest

from components.house_rules import NO_RULES, HouseRules
from components.secret_store import SecretStore, SecretStoreArgs
from components.settings.secrets import Secret
from tests.components.configuration import SECRET_ARN
from tests.components.deployment import Deployment, deploy


def deployed(*used: str, rules: HouseRules = NO_RULES) -> tuple[Deployment, SecretStore]:
    stores: list[SecretStore] = []

    def program() -> None:
        secrets = {
            "maps": Secret("maps", None, pulumi.Output.secret("very-secret")),
            "shared": Secret("shared", SECRET_ARN, None),
            "unused": Secret("unused", None, pulumi.Output.secret("unused")),
        }
        stores.append(SecretStore("secrets", SecretStoreArgs(secrets, used, "/ai-agent/agents/dev/", {"Project": "agents"}, rules)))

    return deploy(program)[0], stores[0]


def test_a_used_value_is_kept_once_under_the_stacks_prefix() -> None:
    deployment, _ = deployed("maps", "shared", "maps")
    assert deployment.tree()["SecretStore/secrets"] == ["Secret/secrets-maps", "SecretVersion/secrets-maps-value"]
    assert deployment.of("Secret/secrets-maps") == {
        "name": "/ai-agent/agents/dev/maps",
        "recoveryWindowInDays": 0,
        "tags": {"Project": "agents"},
    }


def test_a_key_of_the_account_encrypts_it() -> None:
    deployment, _ = deployed("maps", rules=HouseRules(kms_key_arn="arn:aws:kms:eu-west-1:123456789012:key/0a1b"))
    assert deployment.of("Secret/secrets-maps")["kmsKeyId"] == "arn:aws:kms:eu-west-1:123456789012:key/0a1b"


@pytest.mark.attack("secrets")
def test_a_value_goes_to_secrets_manager_and_nowhere_else() -> None:
    deployment, _ = deployed("maps")
    version = deployment.inputs.pop("SecretVersion/secrets-maps-value")
    # Wrapped, so that Pulumi encrypts it in its state.
    assert version["secretString"]["value"] == "very-secret"
    assert "very-secret" not in repr(deployment.inputs)


def test_somebody_elses_secret_is_known_by_its_arn_and_nothing_is_made_of_it() -> None:
    deployment, store = deployed("shared")
    assert deployment.tree() == {"the stack": ["SecretStore/secrets"]}
    assert store.arns("shared") == {"shared": SECRET_ARN}
    assert store.values("shared") == ()
    [statement] = store.may_read("shared")
    assert (statement["Action"], statement["Resource"]) == (["secretsmanager:GetSecretValue"], [SECRET_ARN])


def test_who_needs_no_secret_may_read_none() -> None:
    assert deployed("maps")[1].may_read() == []


def test_what_nobody_uses_can_not_be_asked_for() -> None:
    with pytest.raises(KeyError, match="unused"):
        deployed("maps")[1].arns("unused")
