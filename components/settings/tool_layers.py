"""Says which layers of tools the stack can have."""

from dataclasses import replace

from components.settings.raw_config import Problems, RawConfig
from components.settings.region import known_regions
from components.tool_folder import ToolFolder


def usable_layers(config: RawConfig, folders: dict[str, ToolFolder], problems: Problems) -> dict[str, ToolFolder]:
    """Return the folders with the layers that their functions get. Append a problem for each layer that lies elsewhere.

    A function that is built for this machine gets none: a layer holds what runs on Lambda's own Linux, at /opt.
    """
    if config.values.get(f"{config.project}:packaging") == "host":
        return {name: replace(folder, layers=()) for name, folder in folders.items()}
    region = config.values.get("aws:region", "")
    if region in known_regions():
        problems.extend(
            f"lambda/tools/{folder.name}/tools.json has the layer {layer}, and the stack is in {region}. Allowed: a layer of the "
            "stack's region. Write ${region} in its ARN, and publish the layer in each region that you deploy to"
            for folder in folders.values()
            for layer in folder.layers
            if layer.split(":")[3] not in (region, "${region}")
        )
    return folders
