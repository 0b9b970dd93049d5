"""Where the locks of other languages are written anew."""

from pathlib import Path

from components.native_locks import ROOT, places


def test_every_lock_of_the_project_is_in_a_folder_that_is_known() -> None:
    folders = (ROOT / "lambda", ROOT / "tests", *ROOT.glob("examples/*/lambda"))
    names = ("package-lock.json", "Cargo.lock", "go.sum")
    locks = [path for name in names for each in folders for path in each.rglob(name)]
    theirs = {path.parent.relative_to(ROOT) for path in locks if not {"node_modules", "target"} & set(path.parts)}
    assert len(theirs) > 6
    assert theirs - places(ROOT).keys() == set()


def test_what_refers_to_its_toolkit_from_where_it_is_built_stands_there() -> None:
    found = places(ROOT)
    assert found[Path("lambda/toolkit/go/template")] == Path("lambda/tools/template-go")
    assert found[Path("tests/conformance/tools/go")] == Path("lambda/tools/conformance-go")
    assert found[Path("lambda/tools/web-research")] == Path("lambda/tools/web-research")
