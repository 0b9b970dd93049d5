"""`python -m local.pulumi_cli`: get the Pulumi CLI if there is none, and print its path."""

import sys

from local.environment import PULUMI_BIN
from local.errors import LaptopError
from local.pulumi_cli.find import find_or_build

if __name__ == "__main__":
    try:
        print(find_or_build(PULUMI_BIN, lambda text: print(text, file=sys.stderr)))
    except LaptopError as error:
        sys.exit(f"error: {error}")
