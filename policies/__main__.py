"""The policy pack: `pulumi preview --policy-pack policies`. A violation ends the preview or the deployment."""

from pulumi_policy import EnforcementLevel, PolicyPack, ReportViolation, ResourceValidationArgs, ResourceValidationPolicy
from rules import RULES, Rule


def _validate(rule: Rule):
    def validate(resource: ResourceValidationArgs, report: ReportViolation) -> None:
        for problem in rule(resource.resource_type, resource.props):
            report(problem)

    return validate


PolicyPack(
    name="agents",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[
        ResourceValidationPolicy(name=name, description=rule.__doc__, validate=_validate(rule)) for name, rule in RULES.items()
    ],
)
