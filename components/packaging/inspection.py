"""Checks a package before it is deployed."""

from collections import Counter
from pathlib import Path

from components.packaging.errors import RefusedPackageError
from components.packaging.source import Source, files_of

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MOST_BYTES = 250 * 1024 * 1024


def inspect(folder: Path, source: Source) -> None:
    """Raise RefusedPackageError for a package that is too big or holds a `.pth` file.

    Python runs the code of a `.pth` file at every start, before any import. The malicious releases 1.82.7 and 1.82.8 of litellm
    worked that way. No package that a Lambda imports needs a `.pth` file.
    """
    files = files_of(folder, ignore=())
    startup_code = [name for name in files if name.endswith(".pth")]
    if startup_code:
        raise RefusedPackageError(
            f"the package of {source.name} ({source.needed_by}) has files that Python runs at every start: "
            f"{', '.join(startup_code)}. Look at where they come from; take that package out of "
            f"{source.name}/requirements.in, or leave them out with exclude in {source.name}/build.toml"
        )
    sizes = Counter[str]()
    for name, path in files.items():
        sizes[name.split("/")[0]] += path.stat().st_size
    if sizes.total() > MOST_BYTES:
        biggest = ", ".join(f"{name} {_mb(size)}" for name, size in sizes.most_common(5))
        raise RefusedPackageError(
            f"the package of {source.name} ({source.needed_by}) is {_mb(sizes.total())} unzipped; AWS Lambda allows "
            f"{_mb(MOST_BYTES)}. The biggest parts: {biggest}. Take some out of {source.name}/requirements.in, or leave parts "
            f"out with exclude in {source.name}/build.toml"
        )


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
