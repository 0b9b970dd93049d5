"""Small Lambda folders to build, a toolkit and wheels for them, and a look into what was built. Nothing comes from the network."""

import hashlib
import zipfile
from pathlib import Path

from components.packaging.cache import Cache
from components.packaging.package import Package, build
from components.packaging.python import PythonToolchain
from components.packaging.source import Source
from components.packaging.target import Target, host_architecture

AWS = Target("aws", "arm64")
HOST = Target("host", host_architecture())


class Workshop:
    """A folder with a toolkit, wheels, a cache and Lambda folders."""

    def __init__(self, root: Path):
        self.root = root
        self.said: list[str] = []
        self.cache = Cache(root / "cache", self.said.append)
        self.toolkit = root / "toolkit"
        self.wheels = root / "wheels"
        self.wheels.mkdir()
        write(self.toolkit, {"toolkit/__init__.py": "def tool_handler(): ...\n"})

    def source(self, files: dict[str, str], name: str = "adder", is_tool: bool = True) -> Source:
        write(self.root / name, files)
        return Source(name, self.root / name, "python", "agent sums", is_tool)

    def build(self, source: Source, target: Target = AWS) -> Package:
        return build(source, target, self.cache, {"python": PythonToolchain(self.toolkit)})

    def wheel(self, name: str, files: dict[str, str], *platforms: str, asks_for_python: str = "3.11") -> str:
        """Makes a wheel for each platform, and returns the line that locks them."""
        folder = self.wheels / name
        folder.mkdir(exist_ok=True)
        hashes = [_write_wheel(folder, name, files, tag) for tag in platforms or ("any",)]
        # An index as PEP 503 describes it, which uv reads from a folder too.
        links = [
            f'<a href="{file.name}" data-requires-python=">={asks_for_python}">{file.name}</a>' for file in folder.glob("*.whl")
        ]
        (folder / "index.html").write_text("".join(links))
        return " ".join([f"{name}==1.0", *(f"--hash=sha256:{value}" for value in hashes)])


def _write_wheel(folder: Path, name: str, files: dict[str, str], tag: str) -> str:
    path = folder / f"{name}-1.0-py3-none-{tag}.whl"
    info = f"{name}-1.0.dist-info"
    all_files = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-{tag}\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name}-command = {name}:main\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in all_files.items():
            archive.writestr(file, content.replace("<tag>", tag))
        archive.writestr(f"{info}/RECORD", "".join(f"{file},,\n" for file in [*all_files, f"{info}/RECORD"]))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def names(package: Package) -> list[str]:
    with zipfile.ZipFile(package.path) as archive:
        return archive.namelist()


def text(package: Package, name: str) -> str:
    with zipfile.ZipFile(package.path) as archive:
        return archive.read(name).decode()
