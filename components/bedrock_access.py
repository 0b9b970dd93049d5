"""The permissions of the LLM caller's role at Amazon Bedrock: it may call the models of its targets, and nothing else.

Converse has no action of its own: AWS authorises it as `bedrock:InvokeModel`.
https://docs.aws.amazon.com/bedrock/latest/userguide/inference-prereq.html

The role can't subscribe to a model. A person has to, once an account, for the models of Anthropic, Meta, Mistral and others.
https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
"""

from collections.abc import Sequence

import pulumi

from components import iam
from components.llm_catalog.catalog import GEOGRAPHY
from components.regions import partition
from components.settings.llm_target import LlmTarget

_INVOKE = ["bedrock:InvokeModel"]


def statements(targets: Sequence[LlmTarget], region: str, account: pulumi.Input[str] | None) -> list[iam.Statement]:
    """Return the statements for the targets at Bedrock, each model once.

    region: the stack's region.
    account: the stack's account. None where it isn't known, and then no target needs it.
    """
    ours = [target for target in targets if target.provider == "bedrock"]
    called = list(dict.fromkeys((_model_id(target), _region(target, region)) for target in ours))
    models = [_arn(here, "", f"foundation-model/{name}", name) for name, here in called if not _is_profile(name)]
    found = [iam.allow("InvokeModels", _INVOKE, *models)] if models else []
    profiles = [(name, here) for name, here in called if _is_profile(name)]
    for at, (name, here) in enumerate(profiles):
        arn = _arn(here, account, f"inference-profile/{name}", name)
        through_it = {"ArnEquals": {"bedrock:InferenceProfileArn": arn}}
        found.append(iam.allow(f"InvokeProfile{at}", _INVOKE, arn))
        found.append(iam.allow(f"InvokeThroughProfile{at}", _INVOKE, *_routed_to(name, here), only_if=through_it))
    guardrails = [
        _arn(_region(target, region), account, f"guardrail/{guardrail}", guardrail)
        for target in ours
        if (guardrail := _guardrail(target))
    ]
    # https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions.html
    return found + ([iam.allow("ApplyGuardrails", ["bedrock:ApplyGuardrail"], *guardrails)] if guardrails else [])


def _routed_to(profile: str, region: str) -> list[str]:
    """Return the ARNs of the models behind an inference profile.

    The role needs these models too, in each region that the profile routes to. The regions are many and change, and AWS lists them
    only on a web page: hence the `*`. A condition keeps it narrow: a call has to come through the profile. For `global.` the
    region is empty, which `*` matches.
    https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
    https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
    """
    anywhere = f"arn:{partition(region)}:bedrock:*"
    if ":application-inference-profile/" in profile:
        # The ARN doesn't tell if the profile was made from a model or from a profile of AWS.
        return [f"{anywhere}::foundation-model/*", f"{anywhere}:{profile.split(':')[4]}:inference-profile/*"]
    return [f"{anywhere}::foundation-model/{GEOGRAPHY.sub('', profile.rpartition('/')[2])}"]


def _is_profile(name: str) -> bool:
    return bool(GEOGRAPHY.match(name)) or "inference-profile/" in name


def _arn(region: str, account: pulumi.Input[str] | None, resource: str, given: str) -> pulumi.Input[str]:
    """Return the ARN of a resource, or `given` if it is an ARN already."""
    if given.startswith("arn:"):
        return given
    start = f"arn:{partition(region)}:bedrock:{region}:"
    return pulumi.Output.concat(start, account, f":{resource}") if account else f"{start}:{resource}"


def _model_id(target: LlmTarget) -> str:
    return target.model.removeprefix("bedrock/").removeprefix("converse/")


def _region(target: LlmTarget, of_the_stack: str) -> str:
    return str(target.params.get("aws_region_name", of_the_stack))


def _guardrail(target: LlmTarget) -> str | None:
    identifier: str | None = target.params.get("guardrailConfig", {}).get("guardrailIdentifier")
    return identifier
