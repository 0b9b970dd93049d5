"""The files of a function's folder: which are packaged, which are built, and which are left out."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.packaging.contents import LANGUAGES, contents
from components.packaging.errors import BuildError
from components.packaging.package import TOOLCHAINS
from components.packaging.source import Source, digests
from tests.components.packaging.lambdas import HOST, Workshop, names, text, write

pytestmark = pytest.mark.usefixtures("only_this_python")

DATA = ["prompt.md", "data/CHANGELOG.md", "data/table.csv", "data/test_data.csv", "dist/x.bin", "docs/README.md", "prepare.json"]

CODE = {
    "python": ["handler.py", "prepare_text.py", "part/requirements.txt", "tests/cases.py"],
    "typescript": ["src/index.ts", "src/test/shape.ts", "src/old.mjs"],
    "rust": ["src/main.rs", "build.rs", "tests/whole.rs", "tests/case.json", "examples/one.rs"],
    "java": ["src/main/java/handler/Handler.java"],
    "go": ["main.go", "part/part.go"],
}
TESTS = {
    "python": ["test_handler.py", "part/test_part.py"],
    "typescript": ["test/"],
    "rust": [],
    "java": ["src/test/"],
    "go": ["main_test.go", "part/testdata/"],
}


def test_every_language_has_a_rule() -> None:
    assert LANGUAGES.keys() == TOOLCHAINS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_no_source_code_no_test_and_not_for_the_build_is_packaged(tmp_path: Path, language: str) -> None:
    rule = LANGUAGES[language]
    build = ["build.toml", *(pattern.lstrip("/").replace("*", "") for pattern in rule.build)]
    junk = [
        "resources.py",
        "__pycache__/x.pyc",
        "part/x.pyc",
        *(f"{pattern.lstrip('/')}/x" for pattern in rule.of_tools if pattern[0] == "/"),
    ]
    left_out = [".env", "README.md", ".venv/", *TESTS[language]]
    files = [*DATA, *CODE[language], *build, *junk, *(f"{path}x" if path.endswith("/") else path for path in left_out)]
    write(tmp_path, dict.fromkeys(files, ""))
    found = contents(tmp_path, language)
    code = CODE[language] if language == "python" else ["tools.json"] if language == "java" else []
    assert set(found.packaged) == {*DATA, *code} - ({"tools.json"} if "tools.json" not in files else set())
    assert set(found.built) == {*DATA, *CODE[language], *build}
    assert sorted(found.left_out) == sorted(left_out)


def test_files_among_source_code_lie_where_the_code_finds_them(tmp_path: Path) -> None:
    files = ["src/prompt.md", "src/main/java/handler/prompt.md", "src/main/resources/words.txt"]
    write(tmp_path, dict.fromkeys(files, ""))
    assert list(contents(tmp_path, "java").packaged) == ["handler/prompt.md", "words.txt", "src/prompt.md"]
    assert "prompt.md" in contents(tmp_path, "typescript").packaged
    write(tmp_path, {"prompt.md": ""})
    with pytest.raises(
        BuildError, match=r"src/prompt\.md and .*/prompt\.md would be prompt\.md in the package\. Rename one of them"
    ):
        contents(tmp_path, "typescript")


def test_a_package_has_a_linked_folder_a_prompt_and_code_named_like_prepare(workshop: Workshop) -> None:
    write(workshop.root / "shared", {"words.py": "HELLO = 1\n", "deep/more.txt": "more"})
    source = workshop.source({"handler.py": "handler = 1\n", "prompt.md": "Be kind.", "prepare_text.py": "x = 1\n"}, is_tool=False)
    (source.folder / "shared").symlink_to("../shared")
    (source.folder / "other.md").symlink_to("prompt.md")
    package = workshop.build(source)
    assert names(package) == [
        *("handler.py", "other.md", "prepare_text.py", "prompt.md"),
        *("shared/deep/more.txt", "shared/words.py"),
    ]
    assert text(package, "shared/deep/more.txt") == "more"
    assert text(package, "other.md") == "Be kind."


def test_a_change_behind_a_link_builds_anew(workshop: Workshop) -> None:
    write(workshop.root / "shared", {"words.py": "HELLO = 1\n"})
    source = workshop.source({"handler.py": "handler = 1\n"}, is_tool=False)
    (source.folder / "shared").symlink_to("../shared")
    workshop.build(source)
    write(workshop.root / "shared", {"words.py": "HELLO = 2\n"})
    assert text(workshop.build(source), "shared/words.py") == "HELLO = 2\n"


def test_a_build_names_what_it_leaves_out(workshop: Workshop) -> None:
    extras = ["README.md", "test_handler.py", ".env", ".venv/bin/python", "requirements.in", "__pycache__/handler.pyc"]
    source = workshop.source({"handler.py": "handler = 1\n", **dict.fromkeys(extras, "")}, is_tool=False)
    workshop.build(source)
    assert "adder leaves out of its package: .env, .venv/, README.md, test_handler.py" in workshop.said
    workshop.build(workshop.source({"handler.py": "handler = 1\n"}, "other", is_tool=False))
    assert not [line for line in workshop.said if line.startswith("other leaves out")]


def error_of(folder: Path) -> str:
    with pytest.raises(BuildError) as error:
        digests(contents(folder, "python").packaged)
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "target", "error"),
    [
        (
            "a.csv",
            "gone.csv",
            "is a link to gone.csv, which doesn't exist. Make it lead to a file or a folder of the project, or remove it",
        ),
        (
            "passwd",
            "/etc/passwd",
            "is a link to /etc/passwd, outside of {parent}: other machines don't have it. Put a copy in its place",
        ),
        ("etc", "/etc", "is a link to /etc, outside of {parent}: other machines don't have it. Put a copy in its place"),
        ("again", ".", "is a link to ., a folder that holds it: it has no end. Remove it"),
        ("part/again", "../../adder", "is a link to ../../adder, a folder that holds it: it has no end. Remove it"),
        ("loop", "loop", "is a link to loop, which doesn't exist. Make it lead to a file or a folder of the project, or remove it"),
    ],
)
def test_a_link_that_leads_nowhere_good_is_refused(tmp_path: Path, name: str, target: str, error: str) -> None:
    write(tmp_path / "adder", {"handler.py": "", "part/x.py": ""})
    link = tmp_path / "adder" / name
    link.symlink_to(target)
    assert error_of(tmp_path / "adder") == f"{link} {error.format(parent=tmp_path)}"


def test_two_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"adder/handler.py": "", "one/x": "", "two/x": ""})
    (tmp_path / "adder" / "one").symlink_to("../one")
    (tmp_path / "one" / "two").symlink_to("../two")
    (tmp_path / "two" / "one").symlink_to("../one")
    assert error_of(tmp_path / "adder").endswith(
        "adder/one/two/one is a link to ../one, a folder that holds it: it has no end. Remove it"
    )


def test_a_link_that_is_left_out_may_lead_anywhere(tmp_path: Path) -> None:
    write(tmp_path, {"handler.py": "", ".venv/x": ""})
    (tmp_path / ".venv" / "python").symlink_to("/usr/bin/env")
    (tmp_path / ".#handler.py").symlink_to("somebody@somewhere.1")
    assert list(contents(tmp_path, "python").packaged) == ["handler.py"]


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"two\nlines.txt", b"back\\slash.txt", b"tab\t.txt"])
def test_a_name_that_no_package_can_hold_is_refused(tmp_path: Path, name: bytes) -> None:
    (tmp_path / os.fsdecode(name)).write_text("")
    assert error_of(tmp_path).endswith(
        " can't stand in a package: allowed are printable characters in UTF-8, without a backslash. Rename it"
    )


def test_names_in_any_script_are_packaged(workshop: Workshop) -> None:
    source = workshop.source({"handler.py": "", "données/été 2024.csv": "1", "表.txt": "2"}, is_tool=False)
    assert names(workshop.build(source)) == ["données/été 2024.csv", "handler.py", "表.txt"]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert error_of(tmp_path) == f"{tmp_path}/pipe is neither a file nor a folder, so no package can hold it. Remove it"


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder whose files root can't read either, because this test runs as another user."""
    folder = Path(tempfile.mkdtemp(prefix="packaging-"))
    folder.chmod(0o755)
    write(folder, {"handler.py": "", "secret.txt": "x", "part/x.txt": "x"})
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield folder
    os.seteuid(user)
    shutil.rmtree(folder)


def test_a_file_or_a_folder_without_permission_is_named(nobody: Path) -> None:
    user = os.geteuid()
    os.seteuid(os.getuid())
    (nobody / "secret.txt").chmod(0)
    os.seteuid(user)
    assert error_of(nobody) == f"{nobody}/secret.txt can't be read: Permission denied. Allow it to be read, or remove it"
    os.seteuid(os.getuid())
    (nobody / "part").chmod(0)
    os.seteuid(user)
    assert error_of(nobody) == f"the folder {nobody}/part can't be read: Permission denied. Allow it, or remove it"
    os.seteuid(os.getuid())
    (nobody / "part").chmod(0o755)
    os.seteuid(user)


@pytest.mark.parametrize("name", ["json.py", "logging/__init__.py"])
def test_a_module_named_like_one_of_python_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: ""})
    module = name.split("/")[0].removesuffix(".py")
    assert error_of(tmp_path) == (
        f"{tmp_path / name} has the name of Python's own module {module}, so that all packages would import it in place of "
        "Python's. Rename it"
    )


def test_a_folder_of_data_may_be_named_like_a_module_of_python(tmp_path: Path) -> None:
    write(tmp_path, {"html/page.html": "", "part/json.py": ""})
    assert list(contents(tmp_path, "python").packaged) == ["html/page.html", "part/json.py"]


@pytest.mark.parametrize("name", ["greeting/mine.py", "greeting.py", "toolkit/mine.py"])
def test_code_named_like_a_package_is_refused(workshop: Workshop, name: str) -> None:
    lock = workshop.wheel("greeting", {"greeting/__init__.py": "HELLO = 1\n"})
    source = workshop.source({"handler.py": "", "requirements.txt": lock, name: ""})
    own = name.split("/")[0]
    module = own.removesuffix(".py")
    with pytest.raises(BuildError) as error:
        workshop.build(source, HOST)
    assert str(error.value) == (
        f"the function adder (agent sums) has {own} of its own, and its packages or the toolkit bring a module {module}: Python "
        f"would find one of them alone. Rename adder/{own}"
    )


def test_data_may_lie_in_a_folder_named_like_a_package(workshop: Workshop) -> None:
    lock = workshop.wheel("greeting", {"greeting/__init__.py": "HELLO = 1\n"})
    source = workshop.source({"handler.py": "", "requirements.txt": lock, "greeting/words.txt": ""})
    assert {"greeting/__init__.py", "greeting/words.txt"} <= set(names(workshop.build(source)))


def test_a_source_has_the_contents_of_its_language(tmp_path: Path) -> None:
    write(tmp_path, {"main.go": "", "words.txt": ""})
    assert list(Source("adder", tmp_path, "go", "agent sums").files()) == ["words.txt"]
    assert list(Source("adder", tmp_path, "python", "agent sums").files()) == ["main.go", "words.txt"]
