"""checkov finds nothing in the production stack but what a reason is given for."""

import json
from pathlib import Path
from typing import Any

from tests.components.conftest import quick_builds, run  # noqa: F401 (fixtures)
from tests.components.test_stack import PROD
from tests.policies.checkov_exceptions import EXCEPTIONS
from tests.policies.scanner import failed_checks
from tests.policies.terraform_plan import plan


def test_checkov_finds_what_a_reason_is_given_for_and_a_fault_that_is_put_in(run: Any, tmp_path: Path) -> None:  # noqa: F811
    deployment, _ = run(PROD)
    private = deployment.inputs["BucketPublicAccessBlock/data-private"]
    deployment.inputs["BucketPublicAccessBlock/spoilt"] = private | {"blockPublicAcls": False}
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan(deployment.inputs)))
    failed = failed_checks(file)
    assert failed.pop("CKV_AWS_53") == ["aws_s3_bucket_public_access_block.spoilt"]
    assert failed.pop("CKV2_AWS_6") == ["aws_s3_bucket.data-bucket"]
    assert {check: resources for check, resources in failed.items() if check not in EXCEPTIONS} == {}
    assert set(failed) == set(EXCEPTIONS)
