"""What a package leaves out can be named and not used."""

import subprocess
import sys

import pytest
from call_llm.clients import import_stubs

LEFT_OUT = ["shop.web.page", "shop.web.pay", "shop.fast"]


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    """A package of which `shop.web` and the native `shop.fast` are left out."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("")
    (tmp_path / "shop" / "goods.py").write_text("PRICE = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, import_stubs.ImportStubs(LEFT_OUT)])
    monkeypatch.setattr(import_stubs, "used", [])
    yield
    for name in [name for name in sys.modules if name.split(".")[0] == "shop"]:
        del sys.modules[name]


def test_what_is_left_out_can_be_named_subclassed_and_put_into_types():
    from pydantic import BaseModel
    from shop import fast
    from shop.web.page import Page, PageError

    class Wide(Page[int], total=False):
        pass

    class Order(BaseModel):
        page: Page | None = None

    assert Order().page is None
    assert issubclass(PageError, Exception)
    assert not isinstance("x", Wide | fast.Encoder)
    assert import_stubs.used == []


def test_a_field_of_such_a_type_takes_no_value():
    from pydantic import BaseModel, ValidationError
    from shop.web.page import Page

    class Order(BaseModel):
        page: Page | int

    assert Order(page=3).page == 3
    with pytest.raises(ValidationError):
        Order(page={"title": "Home"})


def test_using_what_is_left_out_is_an_error_that_names_it_and_is_remembered():
    from shop.web.pay import charge

    with pytest.raises(import_stubs.LeftOutError, match=r"a call needs shop\.web\.pay\.charge \(left out\): keep its module in"):
        charge(3)
    with pytest.raises(AttributeError, match=r"shop\.web\.pay\.charge \(left out\)"):
        _ = charge.retries
    assert import_stubs.used == ["shop.web.pay.charge (left out)"]


def test_a_model_that_lacks_what_is_left_out_can_not_be_made():
    from pydantic import BaseModel
    from shop.web.pay import Card

    class Order(Card, BaseModel):
        number: int

    with pytest.raises(import_stubs.LeftOutError, match=r"shop\.web\.pay\.Card \(left out\)"):
        Order(number=1)


def test_one_can_be_made_while_a_library_is_imported():
    from shop.web.pay import Client

    with import_stubs.importing():
        Client(timeout=3)
    assert import_stubs.used == []
    with pytest.raises(import_stubs.LeftOutError):
        Client(timeout=3)


def test_a_constant_can_not_be_imported():
    with pytest.raises(ImportError, match="MOST_PAGES"):
        from shop.web.page import MOST_PAGES  # noqa: F401


def test_what_is_there_is_itself_and_what_never_was_is_not_there():
    from shop.goods import PRICE

    assert PRICE == 3
    with pytest.raises(ModuleNotFoundError):
        import shop.desktop  # noqa: F401


def test_without_a_list_nothing_is_left_out():
    assert not import_stubs.LIST.exists()
    code = "import sys; before = list(sys.meta_path); from call_llm.clients import import_stubs; assert sys.meta_path == before"
    subprocess.run([sys.executable, "-c", code], cwd=import_stubs.LIST.parent, check=True)
