"""From a Lambda's folder to its package."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from components.packaging import uv
from components.packaging.cache import Cache
from components.packaging.commands import Program, version
from components.packaging.errors import BuildError, MissingToolError, RefusedPackageError
from components.packaging.inspection import inspect
from components.packaging.package import TOOLCHAINS, build, build_all
from components.packaging.python import PythonToolchain
from components.packaging.source import Source
from components.packaging.target import Runtime, Target
from tests.components.packaging.lambdas import AWS, HOST, Workshop, names, text, write

pytestmark = pytest.mark.usefixtures("only_this_python")

HANDLER = {"handler.py": "def handler(event, context):\n    return 1\n", "tools.json": "{}"}


def test_a_package_holds_the_function_its_toolkit_and_its_locked_packages(workshop: Workshop) -> None:
    lock = workshop.wheel("greeting", {"greeting.py": "HELLO = 1\n"})
    package = workshop.build(workshop.source({**HANDLER, "requirements.txt": lock}))
    assert names(package) == [
        "greeting-1.0.dist-info/METADATA",
        "greeting-1.0.dist-info/WHEEL",
        "greeting-1.0.dist-info/entry_points.txt",
        "greeting.py",
        "handler.py",
        "toolkit/__init__.py",
        "tools.json",
    ]


def test_what_is_for_people_and_for_the_build_stays_out(workshop: Workshop) -> None:
    extras = [
        "README.md",
        "test_handler.py",
        "requirements.in",
        "build.toml",
        "prepare-requirements.in",
        ".hidden",
        "part/__pycache__/x.pyc",
    ]
    source = workshop.source({**HANDLER, "part/sums.py": "", **dict.fromkeys(extras, "")}, is_tool=False)
    assert names(workshop.build(source)) == ["handler.py", "part/sums.py", "tools.json"]


def test_a_package_knows_its_digest_and_how_lambda_starts_it(workshop: Workshop) -> None:
    source = workshop.source(HANDLER)
    package = workshop.build(source)
    assert package.sha256 == hashlib.sha256(package.path.read_bytes()).hexdigest()
    assert (package.name, package.architecture, package.runtime) == ("adder", "arm64", Runtime("python3.13", "handler.handler"))
    assert workshop.build(source, HOST).runtime == Runtime("provided.al2023", "handler.handler")


@pytest.mark.parametrize("target", [AWS, HOST], ids=str)
def test_the_same_sources_give_the_same_bytes_in_another_folder_with_another_cache(
    workshop: Workshop, tmp_path_factory: pytest.TempPathFactory, target: Target
) -> None:
    files = {**HANDLER, "requirements.txt": workshop.wheel("greeting", {"greeting.py": "HELLO = {'a', 'b', 'c'}\n"})}
    other = Workshop(tmp_path_factory.mktemp("other"))
    first = workshop.build(workshop.source(files), target)
    second = other.build(other.source(files), target)
    assert first.path != second.path
    assert first.path.read_bytes() == second.path.read_bytes()


def rebuilds(workshop: Workshop, source: Source, target: Target = AWS) -> list[str]:
    workshop.said.clear()
    workshop.build(source, target)
    return [line.removeprefix("building ") for line in workshop.said if line.startswith("building")]


def test_unchanged_sources_are_not_built_again_even_without_a_network(workshop: Workshop) -> None:
    source = workshop.source({**HANDLER, "requirements.txt": workshop.wheel("greeting", {"greeting.py": ""})})
    workshop.build(source)
    shutil.rmtree(workshop.wheels)
    assert rebuilds(workshop, source) == []


def test_a_changed_handler_installs_nothing_and_needs_no_network(workshop: Workshop) -> None:
    source = workshop.source({**HANDLER, "requirements.txt": workshop.wheel("greeting", {"greeting.py": ""})})
    workshop.build(source)
    shutil.rmtree(workshop.wheels)
    write(source.folder, {"handler.py": "handler = None\n"})
    assert rebuilds(workshop, source) == ["packages/adder: adder/handler.py changed"]


def test_a_changed_toolkit_builds_anew(workshop: Workshop) -> None:
    source = workshop.source(HANDLER)
    workshop.build(source)
    write(workshop.toolkit, {"toolkit/__init__.py": "# changed\n"})
    assert rebuilds(workshop, source) == ["packages/adder: toolkit/__init__.py changed"]


def test_a_changed_lock_installs_anew(workshop: Workshop) -> None:
    source = workshop.source({**HANDLER, "requirements.txt": workshop.wheel("greeting", {"greeting.py": ""})})
    workshop.build(source)
    write(source.folder, {"requirements.txt": workshop.wheel("farewell", {"farewell.py": ""})})
    changed = "adder/requirements.txt changed"
    assert rebuilds(workshop, source) == [f"packages/adder: {changed}", f"python-packages/adder: {changed}"]


def test_a_file_that_became_executable_builds_anew(workshop: Workshop) -> None:
    source = workshop.source({**HANDLER, "tool.sh": "#!/bin/sh\n"})
    workshop.build(source)
    (source.folder / "tool.sh").chmod(0o755)
    assert rebuilds(workshop, source) == ["packages/adder: adder/tool.sh changed"]


def test_each_architecture_has_a_package_of_its_own_with_its_own_wheels(workshop: Workshop) -> None:
    platforms = ("manylinux_2_28_aarch64", "manylinux_2_28_x86_64")
    lock = workshop.wheel("native", {"native.py": "BUILT_FOR = '<tag>'\n"}, *platforms)
    source = workshop.source({**HANDLER, "requirements.txt": lock})
    arm64, x86_64 = (workshop.build(source, Target("aws", architecture)) for architecture in ("arm64", "x86_64"))
    assert text(arm64, "native.py") == "BUILT_FOR = 'manylinux_2_28_aarch64'\n"
    assert text(x86_64, "native.py") == "BUILT_FOR = 'manylinux_2_28_x86_64'\n"
    assert (arm64.architecture, x86_64.architecture) == ("arm64", "x86_64")


def test_a_changed_recipe_builds_anew(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    source = workshop.source(HANDLER)
    workshop.build(source)
    monkeypatch.setattr("components.packaging.package.recipe", lambda *modules: "another")
    assert rebuilds(workshop, source) == ["packages/adder: how packages are made changed"]


class EditedMeanwhile(PythonToolchain):
    """Somebody saves the handler while it is built."""

    def lay_out(self, source: Source, target: Target, cache: Cache, folder: Path) -> None:
        super().lay_out(source, target, cache, folder)
        write(source.folder, {"handler.py": "handler = 'new'\n"})


def test_sources_that_change_while_they_are_built_give_no_package(workshop: Workshop) -> None:
    source = workshop.source(HANDLER)
    with pytest.raises(BuildError, match="the files of the function adder changed while it was built"):
        build(source, AWS, workshop.cache, {"python": EditedMeanwhile(workshop.toolkit)})
    write(source.folder, HANDLER)
    assert text(workshop.build(source), "handler.py") == HANDLER["handler.py"]


def test_build_toml_leaves_parts_of_packages_out(workshop: Workshop) -> None:
    lock = workshop.wheel("greeting", {"greeting/__init__.py": "", "greeting/web/page.py": "", "greeting/web/deep/more.py": ""})
    source = workshop.source({**HANDLER, "requirements.txt": lock, "build.toml": 'exclude = ["greeting/web/*"]'}, is_tool=False)
    packaged = [name for name in names(workshop.build(source)) if name.startswith("greeting/")]
    assert packaged == ["greeting/__init__.py"]


PAGES = {"greeting/__init__.py": "", "greeting/web/page.py": "", "greeting/web/deep/more.py": "", "greeting/web/style.css": ""}


def test_build_toml_keeps_parts_of_what_it_leaves_out(workshop: Workshop) -> None:
    toml = 'exclude = ["greeting/web/*"]\nkeep = ["greeting/web/deep/*"]'
    source = workshop.source({**HANDLER, "requirements.txt": workshop.wheel("greeting", PAGES), "build.toml": toml}, is_tool=False)
    packaged = [name for name in names(workshop.build(source)) if name.startswith("greeting/")]
    assert packaged == ["greeting/__init__.py", "greeting/web/deep/more.py"]


def test_a_package_lists_the_modules_that_were_left_out_where_build_toml_says(workshop: Workshop) -> None:
    extension = {"greeting/web/_fast.cpython-313-aarch64-linux-gnu.so": "", "greeting/web/__init__.py": ""}
    lock = workshop.wheel("greeting", {**PAGES, **extension})
    toml = 'exclude = ["greeting/web/*"]\nleft_out_list = "left_out.txt"'
    package = workshop.build(workshop.source({**HANDLER, "requirements.txt": lock, "build.toml": toml}))
    modules = ["greeting.web", "greeting.web._fast", "greeting.web.deep.more", "greeting.web.page"]
    assert text(package, "left_out.txt").splitlines() == modules


def test_a_line_of_build_toml_that_fits_no_file_is_refused(workshop: Workshop) -> None:
    toml = 'exclude = ["greeting/web/*", "greeting/desktop/*"]\nkeep = ["greeting/site/*"]'
    source = workshop.source({**HANDLER, "requirements.txt": workshop.wheel("greeting", PAGES), "build.toml": toml})
    with pytest.raises(BuildError, match=r"names files that its packages don't have: greeting/desktop/\*, greeting/site/\*\."):
        workshop.build(source)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("exclude = [", "adder/build.toml is not TOML"),
        ('exclude = "all"', "adder/build.toml: exclude is 'all'; allowed is a list of globs"),
        (
            'excludes = ["a"]',
            r"adder/build.toml holds \{'excludes': \['a'\]\}; allowed are exclude, keep, left_out_list, bytecode_only",
        ),
        ("left_out_list = []", r"adder/build.toml: left_out_list is \[\]; allowed is a text like"),
        ("bytecode_only = 1", "adder/build.toml: bytecode_only is 1; allowed are true and false"),
        ("[prepare]\nread = []", r"adder/build.toml \[prepare\] holds .* allowed are reads, packages_for_python"),
        ("[prepare]\npackages_for_python = 3.12", "packages_for_python is 3.12; allowed is a text"),
    ],
)
def test_a_wrong_build_toml_is_refused(workshop: Workshop, toml: str, message: str) -> None:
    with pytest.raises(BuildError, match=message):
        workshop.build(workshop.source({**HANDLER, "build.toml": toml}))


def test_a_package_with_code_that_runs_at_every_start_is_refused(workshop: Workshop) -> None:
    lock = workshop.wheel("greeting", {"greeting.py": "", "greeting_init.pth": "import os\n"})
    source = workshop.source({**HANDLER, "requirements.txt": lock})
    with pytest.raises(RefusedPackageError, match=r"adder \(agent sums\) has files .* greeting_init\.pth"):
        workshop.build(source)


def test_a_package_over_the_limit_of_lambda_is_refused_by_its_biggest_parts(tmp_path: Path) -> None:
    source = Source("adder", tmp_path, "python", "agent sums")
    for name, size in {"big/data": 200, "huge/data": 201, "small": 1}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        with (tmp_path / name).open("wb") as sparse:
            sparse.truncate(size * 1024 * 1024)
    with pytest.raises(RefusedPackageError) as refused:
        inspect(tmp_path, source)
    assert "adder (agent sums) is 402 MB unzipped; AWS Lambda allows 250 MB" in str(refused.value)
    assert "The biggest parts: huge 201 MB, big 200 MB, small 1 MB." in str(refused.value)


def test_two_parts_that_bring_the_same_file_are_refused(workshop: Workshop) -> None:
    source = workshop.source({**HANDLER, "requirements.txt": workshop.wheel("handler", {"handler.py": "mine = 1\n"})})
    with pytest.raises(BuildError, match=r"two parts of the function adder \(agent sums\) bring a file handler\.py"):
        workshop.build(source)


def test_a_file_of_the_function_is_never_written_over_by_the_bootstrap(workshop: Workshop) -> None:
    source = workshop.source({**HANDLER, "bootstrap": "mine\n"})
    with pytest.raises(BuildError, match=r"two parts of the function adder \(agent sums\) bring a file bootstrap"):
        workshop.build(source, HOST)
    assert (source.folder / "bootstrap").read_text() == "mine\n"


def test_a_wheel_that_is_not_the_locked_one_is_refused(workshop: Workshop) -> None:
    lock = workshop.wheel("greeting", {"greeting.py": ""})
    workshop.wheel("greeting", {"greeting.py": "import evil\n"})
    with pytest.raises(BuildError, match="agent sums needs the function adder, and uv can't install its packages"):
        workshop.build(workshop.source({**HANDLER, "requirements.txt": lock}))


def test_a_lock_without_hashes_is_refused(workshop: Workshop) -> None:
    workshop.wheel("greeting", {"greeting.py": ""})
    with pytest.raises(BuildError, match="--require-hashes"):
        workshop.build(workshop.source({**HANDLER, "requirements.txt": "greeting==1.0"}))


def test_without_uv_the_error_names_the_agent_and_the_command_that_installs_it(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uv", None)
    monkeypatch.setenv("PATH", str(workshop.root))
    with pytest.raises(MissingToolError) as missing:
        uv.find_uv(workshop.source(HANDLER))
    assert "agent sums needs the function adder, and building it needs uv" in str(missing.value)
    assert "make setup" in str(missing.value)


def test_a_language_without_a_toolchain_is_refused(workshop: Workshop) -> None:
    source = Source("adder", workshop.root, "cobol", "agent sums")
    with pytest.raises(BuildError) as error:
        build(source, AWS, workshop.cache, TOOLCHAINS)
    assert str(error.value) == (
        "agent sums needs the function adder, which is written in 'cobol': "
        "there is a toolchain for go, java, python, rust, typescript"
    )


def test_all_that_goes_wrong_in_several_builds_is_said_at_once(workshop: Workshop) -> None:
    sources = [Source(name, workshop.root, "cobol", "agent sums") for name in ("adder", "divider")]
    with pytest.raises(BuildError) as error:
        build_all(sources, AWS, workshop.cache, TOOLCHAINS)
    assert [line.split(",")[0] for line in str(error.value).splitlines()] == [
        "agent sums needs the function adder",
        "agent sums needs the function divider",
    ]


def test_several_packages_come_back_by_name(workshop: Workshop) -> None:
    sources = [workshop.source(HANDLER, name) for name in ("adder", "divider")]
    packages = build_all(sources, AWS, workshop.cache, {"python": PythonToolchain(workshop.toolkit)})
    assert {name: package.name for name, package in packages.items()} == {"adder": "adder", "divider": "divider"}


class NeedsAbacus(PythonToolchain):
    """A language whose compiler isn't on this machine."""

    def made_from(self, source: Source, target: Target) -> dict[str, str]:
        return {"version of the compiler": version(Program("abacus-9", (9, 1), "--version", "Carve one."), source)}


def test_all_compilers_that_are_missing_are_said_before_anything_is_built(workshop: Workshop) -> None:
    toolchains = {"python": PythonToolchain(workshop.toolkit), "abacus": NeedsAbacus(workshop.toolkit)}
    sources = [
        workshop.source(HANDLER),
        Source("beads", workshop.root, "abacus", "agent sums"),
        Source("rods", workshop.root, "abacus", "agent products"),
    ]
    with pytest.raises(MissingToolError) as missing:
        build_all(sources, AWS, workshop.cache, toolchains)
    assert str(missing.value).splitlines() == [
        "agent sums needs the function beads, which is written in abacus, and building it needs abacus-9 9.1 or newer, which isn't "
        "on this machine. Carve one.",
        "agent products needs the function rods, which is written in abacus, and building it needs abacus-9 9.1 or newer, which "
        "isn't on this machine. Carve one.",
    ]
    assert workshop.said == []


def test_it_says_which_packages_are_to_be_built_and_how_far_it_is(workshop: Workshop) -> None:
    toolchains = {"python": PythonToolchain(workshop.toolkit)}
    sources = [workshop.source(HANDLER, name) for name in ("adder", "divider", "taker")]
    workshop.build(sources[1])
    workshop.said.clear()
    build_all(sources, AWS, workshop.cache, toolchains)
    assert workshop.said[0] == "2 of 3 packages are to be built: adder, taker"
    built = [line for line in workshop.said if "] built" in line]
    assert [line.split(" ")[0] for line in built] == ["[1/2]", "[2/2]"]
    assert sorted(line.split(" ")[2] for line in built) == ["adder", "taker"]
    workshop.said.clear()
    build_all(sources, AWS, workshop.cache, toolchains)
    assert workshop.said == []


def test_one_package_is_built_without_counting(workshop: Workshop) -> None:
    build_all([workshop.source(HANDLER)], AWS, workshop.cache, {"python": PythonToolchain(workshop.toolkit)})
    start, *_, end = workshop.said
    assert start == "building packages/adder: it isn't in the cache yet"
    assert re.fullmatch(r"built adder in \d+\.\d s", end)


def test_it_says_how_long_a_first_build_takes_and_of_a_second_one_nothing(workshop: Workshop) -> None:
    toolchains = {language: PythonToolchain(workshop.toolkit) for language in ("python", "java", "go")}
    sources = [replace(workshop.source(HANDLER, name), language=name) for name in ("python", "java", "go")]
    build_all(sources, AWS, workshop.cache, toolchains)
    assert workshop.said[1] == "The first build in Go, Java and Python takes about a minute on two cores, once."
    for source in sources:
        write(source.folder, {"handler.py": "handler = None\n"})
    workshop.said.clear()
    build_all(sources, AWS, workshop.cache, toolchains)
    assert workshop.said[0] == "3 of 3 packages are to be built: go, java, python"
    assert not [line for line in workshop.said if "first build" in line]


def test_what_takes_longest_is_begun_first(workshop: Workshop) -> None:
    toolchains = {language: PythonToolchain(workshop.toolkit) for language in ("python", "go", "rust")}
    sources = [replace(workshop.source(HANDLER, name), language=name) for name in ("python", "go", "rust")]
    build_all(sources, AWS, workshop.cache, toolchains)
    assert workshop.said[0] == "3 of 3 packages are to be built: rust, go, python"


def test_own_code_that_does_not_compile_is_refused_where_bytecode_is_made(workshop: Workshop) -> None:
    with pytest.raises(BuildError, match=r"the function adder \(agent sums\) doesn't compile:[\s\S]*handler\.py"):
        workshop.build(workshop.source({"handler.py": "def handler(:\n"}), HOST)


def unpacked(workshop: Workshop, files: dict[str, str]) -> Path:
    package = workshop.build(workshop.source(files), HOST)
    folder = workshop.root / "unpacked"
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(folder)
    (folder / "bootstrap").chmod(0o755)
    return folder


def test_on_the_host_the_package_starts_with_this_python_and_sees_no_packages_but_its_own(workshop: Workshop) -> None:
    # In the place of AWS's runtime client: prints what it is started with.
    client = (
        "import importlib.util, sys, handler\n"
        "print(sys.version_info[:2], sys.argv[1:], handler.handler({}, None), importlib.util.find_spec('pytest'))\n"
    )
    lock = workshop.wheel("awslambdaric", {"awslambdaric/__init__.py": "", "awslambdaric/__main__.py": client})
    write(workshop.toolkit, {"requirements-host.txt": lock})
    folder = unpacked(workshop, HANDLER)
    done = subprocess.run(
        [folder / "bootstrap"],
        env={"LAMBDA_TASK_ROOT": str(folder), "_HANDLER": "handler.handler", "PATH": os.defpath},
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{tuple(sys.version_info[:2])} ['handler.handler'] 1 None\n"


def test_bytecode_is_used_whatever_the_dates_of_the_files(workshop: Workshop) -> None:
    folder = unpacked(workshop, HANDLER)
    (folder / "handler.py").write_text("raise SystemExit('compiled again')\n")
    done = subprocess.run([sys.executable, "-c", "import handler"], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def shared(workshop: Workshop, own: dict[str, str], name: str = "adder") -> Source:
    """A folder whose code lies in another one."""
    common = workshop.source({"handler.py": "handler = 1\n", "parts/a.py": "a = 1\n", "requirements.txt": ""}, "common")
    return replace(workshop.source(own, name), shared=common.folder)


def test_a_folder_may_have_its_code_in_common_with_others(workshop: Workshop) -> None:
    source = shared(workshop, {"tools.json": "{}", "test_adder.py": ""})
    own = {name for name in names(workshop.build(source)) if not name.startswith("toolkit/")}
    assert own == {"handler.py", "parts/a.py", "tools.json"}
    assert rebuilds(workshop, source) == []
    (workshop.root / "common" / "parts" / "a.py").write_text("a = 2\n")
    assert rebuilds(workshop, source) == ["packages/adder: adder/parts/a.py changed"]


def test_a_file_that_would_take_the_place_of_the_common_code_is_refused(workshop: Workshop) -> None:
    with pytest.raises(
        BuildError, match=r"handler\.py would take the place of .*handler\.py, which several functions have in common"
    ):
        workshop.build(shared(workshop, {"tools.json": "{}", "handler.py": "handler = 2\n"}))
