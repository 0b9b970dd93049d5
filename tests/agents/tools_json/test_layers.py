"""The layers of a tools.json: what is taken, and the sentence for what isn't."""

import pytest

from agents.tools_json import layers

FONTS = "arn:${partition}:lambda:${region}:${account}:layer:fonts:3"


@pytest.mark.parametrize(
    "given",
    [
        FONTS,
        "arn:aws:lambda:eu-west-1:123456789012:layer:AWSLambdaPowertoolsPythonV3-python313-arm64:12",
        "arn:aws-cn:lambda:cn-north-1:${account}:layer:${project}-${stack}-fonts:1",
    ],
)
def test_a_version_of_a_layer_is_taken(given: str) -> None:
    assert layers.problems([given]) == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("fonts", "allowed is the ARN of a version of a layer, like arn:${partition}:lambda:${region}:${account}:layer:fonts:3"),
        (FONTS.removesuffix(":3"), "allowed is the ARN of a version of a layer, like"),
        (FONTS.replace("3", "latest"), "allowed is the ARN of a version of a layer, like"),
        (FONTS.replace("${account}", "1234"), "allowed is the ARN of a version of a layer, like"),
        (FONTS.replace("lambda", "s3"), "allowed is the ARN of a version of a layer, like"),
        (FONTS.replace("${region}", "${stage}"), "there is no placeholder ${stage}. Allowed are ${partition}, ${region}, "),
        (FONTS.replace("${partition}", "amazon"), "allowed as its partition is ${partition}, or one of aws, aws-cn, aws-us-gov"),
    ],
)
def test_anything_else_is_refused(given: str, problem: str) -> None:
    (said,) = layers.problems([FONTS, given])
    assert said.startswith(f'layers[1] is "{given}": {problem}')
