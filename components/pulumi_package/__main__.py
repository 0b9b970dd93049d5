"""The component package as a program. Pulumi's engine starts it in the folder of the program that uses the components."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Serve the components to the engine whose address is the first argument."""
    # Tools and builds lie in the project of the program that uses the components, and the next import looks where that is.
    here = Path.cwd()
    own = next((folder for folder in (here, *here.parents) if (folder / "Pulumi.yaml").is_file()), here)
    os.environ.setdefault("AGENT_PROJECT", str(own))
    from components.pulumi_package.host import serve

    serve()


if __name__ == "__main__":
    if not __package__:
        # Pulumi's language host runs the folder.
        sys.path.append(str(Path(__file__).resolve().parents[2]))
    main()
