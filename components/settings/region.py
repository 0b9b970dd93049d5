"""Reads the region of the stack, and the places that its requests go to."""

import re
from collections.abc import Mapping

import pulumi_aws as aws

from components.llm_catalog.catalog import near
from components.settings.paths import within
from components.settings.raw_config import ASK, Problems, RawConfig, listed, shown

ENDPOINTS = "aws:endpoints"
LAPTOPS_SERVICE = "lambda"
"""The service without which a stack of host packages is no laptop stack."""

_URL = re.compile(r"^https?://[^\s/?#@]+(?:/[^\s?#@]*)?$")


def known_regions() -> list[str]:
    return [region.value for region in aws.Region]


def read_region(config: RawConfig) -> str:
    known = known_regions()
    example = "eu-west-1"
    region = config.text("aws:region", "a region of AWS", example)
    if region not in known and config.values.get("aws:skipRegionValidation") != "true":
        meant = near(region, known) or example
        raise config.refused(
            f"aws:region is {region!r}",
            f"{listed(known)}; a newer one with aws:skipRegionValidation true",
            config.set_command("aws:region", meant),
        )
    return region


def read_endpoints(config: RawConfig, problems: Problems) -> dict[str, str]:
    """Return the URLs by service, sorted. Append what is wrong to `problems`."""
    given = config.value(ENDPOINTS)
    if given is None:
        return {}
    allowed = "a list of objects of services and URLs"
    entries = given if isinstance(given, list) else [given]
    if not all(isinstance(entry, dict) for entry in entries) or not isinstance(given, list):
        wrong = next((within(ENDPOINTS, at) for at, entry in enumerate(entries) if not isinstance(entry, dict)), ENDPOINTS)
        right = [entry for entry in entries if isinstance(entry, dict)]
        what = f"{wrong} is {shown(entries[0] if wrong == ENDPOINTS else entries[int(wrong[len(ENDPOINTS) + 1 : -1])])}"
        problems.append(str(config.refused(what, allowed, config.replace_command(ENDPOINTS, right))))
        return {}
    for at, entry in enumerate(entries):
        _check(config, within(ENDPOINTS, at), entry, problems)
    return dict(sorted((service, str(url)) for entry in entries for service, url in entry.items()))


def _check(config: RawConfig, path: str, entry: Mapping[str, object], problems: Problems) -> None:
    known = [name.rstrip("_") for name in aws.ProviderEndpointArgs.__init__.__annotations__ if name != "return"]
    for service, url in entry.items():
        at = within(path, service)
        if service not in known:
            meant = near(service, known)
            hint = f" ({meant}?)" if meant else ""
            repair = config.move_command(at, within(path, meant), url) if meant else config.remove_command(at)
            given = f"{path} has the service {service!r}{hint}"
            problems.append(str(config.refused(given, "the services of Pulumi's AWS provider, like lambda, s3, sfn", repair)))
        elif not isinstance(url, str) or not _URL.match(url):
            problems.append(str(config.refused(f"{at} is {shown(url)}", "a URL of http or https", config.set_command(at, ASK))))
