"""The figures that code draws, shows and saves, and the texts in them."""

import boto3
import pytest

PNG = b"\x89PNG\r\n\x1a\n"
PLOT = "import matplotlib.pyplot as plt\n"


def test_every_open_figure_is_a_png_in_s3(python, bucket):
    content = python("import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()\nplt.figure(); plt.bar([1], [2]); None")
    assert content["figures"] == [{"bucket": bucket, "key": f"runs/e/toolu_1/figure-{number}.png"} for number in (1, 2)]
    for figure in content["figures"]:
        stored = boto3.client("s3").get_object(Bucket=bucket, Key=figure["key"])
        assert stored["ContentType"] == "image/png"
        assert stored["Body"].read().startswith(PNG)


def test_a_figure_that_was_saved_and_closed_is_kept_too(python, bucket):
    content = python("import matplotlib.pyplot as plt\nplt.plot([1]); plt.savefig('a.png'); plt.close()")
    assert content["figures"] == [{"bucket": bucket, "key": "runs/e/toolu_1/figure-1-a.png"}]


def test_too_many_figures_are_cut_and_it_is_said(python):
    content = python("import matplotlib.pyplot as plt\nfor i in range(12): plt.figure(figsize=(1, 1))")
    assert len(content["figures"]) == 10
    assert content["notes"] == ["Only the first 10 of 12 figures were kept."]


def test_a_figure_that_can_not_be_drawn_is_an_error(fails):
    content = fails("import matplotlib.pyplot as plt\nplt.title(r'$\\nosuchsymbol$')\nNone")
    assert content["error"].startswith("A figure can't be drawn:\n")
    assert "Unknown symbol: \\nosuchsymbol" in content["error"]
    assert content["figures"] == []


@pytest.fixture
def names(python):
    """Runs code, and returns the ends of the keys of its figures."""

    def run(code):
        prefix = "runs/e/toolu_1/figure-"
        return [figure["key"].removeprefix(prefix).removesuffix(".png") for figure in python(PLOT + code)["figures"]]

    return run


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "plt.plot([1]); plt.savefig('a.png'); plt.close(); plt.plot([2]); plt.savefig('b'); plt.close(); plt.plot([3])",
            "1 2-a 3-b",
        ),
        ("plt.plot([1]); plt.savefig('a.png')", "1-a"),
        ("plt.plot([1]); plt.savefig('a.png', dpi=50); plt.show(); plt.close()", "1-a"),
        ("plt.plot([1]); plt.show(); plt.savefig('a.png')", "1-a"),
        ("plt.plot([1]); plt.savefig('a.png'); plt.title('added after it was saved')", "1 2-a"),
        ("import os; os.makedirs('out/deep'); plt.plot([1]); plt.savefig('out/deep/c.png'); plt.close()", "1-out-deep-c"),
        ("plt.plot([1]); plt.savefig('results/a.png'); plt.savefig('a.png')", "1-a"),
        ("plt.plot([1]); plt.show(); plt.close()", "1"),
        ("plt.plot([1]); plt.show(); plt.plot([2]); plt.show()", "1 2"),
        ("plt.plot([1]); plt.show(); plt.show()", "1"),
        ("from matplotlib.figure import Figure\nf = Figure(); f.subplots().plot([1]); f", "1"),
        ("from matplotlib.figure import Figure\nf = Figure(); f.subplots().plot([1]); display(f)", "1"),
        ("import PIL.Image\nPIL.Image.new('RGB', (9, 9))", "1"),
        ("import pandas as pd\npd.Series([1]).plot(); plt.show(); pd.Series([2]).plot();", "1 2"),
    ],
)
def test_each_figure_is_kept_once(names, code, expected):
    assert " ".join(names(code)) == expected


def test_figures_in_other_forms_are_files(python):
    content = python(PLOT + "plt.plot([1])\nfor kind in ('pdf', 'svg', 'jpg', 'webp'): plt.savefig(f'c.{kind}')")
    assert [file["name"] for file in content["files"]] == ["c.jpg", "c.pdf", "c.svg", "c.webp"]
    assert [figure["key"] for figure in content["figures"]] == ["runs/e/toolu_1/figure-1.png"]


def test_figures_that_were_saved_before_the_code_failed_are_kept(fails):
    content = fails(PLOT + "plt.plot([1]); plt.savefig('a.png'); plt.close()\n1 / 0")
    assert [figure["key"] for figure in content["figures"]] == ["runs/e/toolu_1/figure-1-a.png"]


DRAWN = """
for text in {texts!r}:
    plt.figure(); plt.title(text)
[figure.axes[0].title._preprocess_math(figure.axes[0].get_title()) for figure in map(plt.figure, plt.get_fignums())]
"""


def test_dollars_are_money_and_formulas_are_formulas(python):
    texts = ["Revenue ($M) and price ($)", "$R^2$ of returns ($)", r"\$5 to \$6"]
    assert python(PLOT + DRAWN.format(texts=texts))["value"] == str(
        [("Revenue ($M) and price ($)", False), (r"$R^2$ of returns (\$)", True), ("$5 to $6", False)]
    )


def test_money_in_ticks_and_legends_is_drawn(python):
    code = (
        "plt.plot([1, 2], label='A ($) and B ($)'); plt.legend()\n"
        "plt.gca().yaxis.set_major_formatter(lambda y, _: f'${y:,.0f}-${y + 1:,.0f}')\n"
        "plt.yscale('log'); plt.xlabel('$x$')"
    )
    assert len(python(PLOT + code)["figures"]) == 1


@pytest.mark.parametrize("save", ["plt.show()", "plt.savefig('a.png'); plt.close()", "plt.savefig('a.svg'); plt.close()", ""])
def test_characters_that_the_font_does_not_have_are_named(python, save):
    content = python(f"{PLOT}import warnings; warnings.filterwarnings('ignore')\nplt.title('売上 2024'); plt.xlabel('年'); {save}")
    [note] = content["notes"]
    assert set(note.partition(" has no ")[2].partition(":")[0]) == set("売上年")
    assert content["stderr"] == ""


def test_letters_that_the_font_has_need_no_note(python):
    assert "notes" not in python(PLOT + "plt.title('Größe, Δx, Цена, €'); None")


def test_a_font_that_is_not_there_is_said_once(python):
    lines = python(f"{PLOT}plt.rcParams['font.sans-serif'] = ['SimHei']; plt.title('abc'); plt.show()")["stderr"].splitlines()
    assert len(lines) == 1
    assert "SimHei" in lines[0]


def test_the_list_of_fonts_comes_with_the_package(python):
    code = (
        "import os, glob\n[path] = glob.glob('../matplotlib/fontlist-*.json')\nbefore = os.stat(path).st_mtime_ns\n"
        "from matplotlib import font_manager\n"
        "fonts = [font.fname for font in font_manager.fontManager.ttflist]\n"
        "(os.stat(path).st_mtime_ns == before, len(fonts) > 30, all('/matplotlib/mpl-data/fonts/' in font for font in fonts))"
    )
    assert python(code)["value"] == "(True, True, True)"
