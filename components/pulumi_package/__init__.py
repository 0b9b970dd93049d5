"""The Pulumi component package: the components for programs in TypeScript, Go, C#, Java and YAML.

`PulumiPlugin.yaml` makes this folder a package for `pulumi package add`. `schema.json` describes the components to all languages.
"""

from importlib.metadata import version

NAME = "step-functions-agents"
VERSION = version(NAME)
