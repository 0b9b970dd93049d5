"""Removes the files of a Lambda's packages that the function never opens. Its `build.toml` names them."""

from pathlib import Path, PurePosixPath

from components.packaging.errors import BuildError
from components.packaging.source import Source, files_of, fits

# The suffixes of modules. `_native.abi3.so` and `_native.cpython-313-aarch64-linux-gnu.so` are both the module `_native`.
_MODULES = (".py", ".so")


def settings(source: Source) -> str:
    """Return the settings that `prune` depends on, for a cache's key."""
    said = source.settings()
    return f"exclude {' '.join(said.exclude)} keep {' '.join(said.keep)} list in {said.left_out_list}"


def prune(folder: Path, source: Source) -> None:
    """Remove files of installed packages, and list the removed modules in the file that `build.toml` names.

    Raises BuildError for a glob that matches no file: the packages have changed, and the globs have to follow them.
    """
    said = source.settings()
    files = files_of(folder, ignore=())
    idle = [glob for glob in (*said.exclude, *said.keep) if not any(fits(name, (glob,)) for name in files)]
    if idle:
        raise BuildError(
            f"{source.name}/build.toml names files that its packages don't have: {', '.join(idle)}. Look for them in the packages "
            f"of {source.name}/requirements.txt, and name them as they are there or take these lines out"
        )
    left_out = [name for name in files if fits(name, said.exclude) and not fits(name, said.keep)]
    for name in left_out:
        files[name].unlink()
    if said.left_out_list:
        (folder / said.left_out_list).write_text("".join(f"{module}\n" for module in modules(left_out)))


def modules(names: list[str]) -> list[str]:
    """Return the modules among files, sorted, as an import names them."""
    found = {_module(PurePosixPath(name)) for name in names if name.endswith(_MODULES)}
    return sorted(module for module in found if all(part.isidentifier() for part in module.split(".")))


def _module(path: PurePosixPath) -> str:
    name = path.name.split(".")[0]
    return ".".join((*path.parent.parts, *([] if name == "__init__" else [name])))
