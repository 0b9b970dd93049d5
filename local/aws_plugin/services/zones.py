"""The function that names the availability zones of a stack's region."""

from typing import Any

from ..connections import Aws
from ..resource_type import Values
from . import ec2


def get_availability_zones(aws: Aws, arguments: Values) -> Values:
    """Return the zones, as https://www.pulumi.com/registry/packages/aws/api-docs/getavailabilityzones/ describes them."""
    filters = [{"Name": one["name"], "Values": one["values"]} for one in arguments.get("filters") or []]
    if state := arguments.get("state"):
        filters += ec2.named("state", state)
    found = aws.client("ec2").describe_availability_zones(Filters=filters)["AvailabilityZones"]
    excluded = arguments.get("excludeZoneIds") or []
    zones: list[dict[str, Any]] = sorted(
        (zone for zone in found if zone["ZoneId"] not in excluded), key=lambda zone: str(zone["ZoneName"])
    )
    return arguments | {
        "groupNames": sorted({zone["GroupName"] for zone in zones}),
        "id": aws.region,
        "names": [zone["ZoneName"] for zone in zones],
        "region": aws.region,
        "zoneIds": [zone["ZoneId"] for zone in zones],
    }
