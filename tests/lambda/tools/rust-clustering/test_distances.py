"""Distances against aeon's and numpy's: both compute in 64 bits, so that they differ in the last digits only."""

import numpy as np
import pytest
from aeon.distances import dtw_pairwise_distance, euclidean_pairwise_distance, manhattan_pairwise_distance

# Lengths on both sides of whole vectors, numbers of series on both sides of whole blocks.
SIZES = [(2, 2), (3, 3), (9, 5), (17, 64), (33, 101)]


def normalised(series: np.ndarray) -> np.ndarray:
    return (series - series.mean(axis=1, keepdims=True)) / series.std(axis=1, keepdims=True)


@pytest.mark.parametrize(("count", "length"), SIZES)
@pytest.mark.parametrize(
    ("measure", "by_aeon"), [("euclidean", euclidean_pairwise_distance), ("manhattan", manhattan_pairwise_distance)]
)
def test_pointwise_distances_are_aeons(clustering, series, measure, by_aeon, count, length):
    given = series(1, count, length)
    raw = clustering.distances(given, measure=measure, normalise=False)
    np.testing.assert_allclose(raw, by_aeon(given), rtol=1e-12, atol=0)
    np.testing.assert_allclose(clustering.distances(given, measure=measure), by_aeon(normalised(given)), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("window", [None, 0.0, 0.05, 0.1, 0.3, 0.5, 0.99, 1.0])
@pytest.mark.parametrize(("count", "length"), SIZES)
def test_dtw_is_aeons_with_every_window(clustering, series, count, length, window):
    given = series(2, count, length)
    ours = clustering.distances(given, measure="dtw", window=window, normalise=False)
    np.testing.assert_allclose(ours, dtw_pairwise_distance(given, window=window), rtol=1e-12, atol=0)


@pytest.mark.parametrize(("count", "length"), SIZES)
def test_correlation_is_numpys(clustering, series, count, length):
    given = series(3, count, length)
    ours = clustering.distances(given, measure="correlation", normalise=False)
    np.testing.assert_allclose(ours, 1 - np.corrcoef(given), rtol=1e-9, atol=1e-12)


def test_the_correlation_of_almost_equal_series_keeps_its_digits_where_1_minus_r_loses_them(clustering):
    time = np.linspace(0, 1, 200)
    given = np.array([time, time + 1e-7 * np.sin(40 * time)])
    exact = given.astype(np.longdouble)
    exact -= exact.mean(axis=1, keepdims=True)
    exact /= np.sqrt((exact**2).sum(axis=1, keepdims=True))
    expected = float(((exact[0] - exact[1]) ** 2).sum() / 2)
    assert 0 < expected < 1e-13
    assert clustering.distances(given, measure="correlation")[0, 1] == pytest.approx(expected, rel=1e-6)


def test_a_constant_series_has_distance_1_to_others_by_correlation_and_0_to_other_constants(clustering):
    given = np.array([[0.1] * 7, [5.0] * 7, [1.0, 2, 3, 4, 5, 6, 7], [7.0, 6, 5, 4, 3, 2, 1]])
    expected = [[0, 0, 1, 1], [0, 0, 1, 1], [1, 1, 0, 2], [1, 1, 2, 0]]
    np.testing.assert_allclose(clustering.distances(given, measure="correlation"), expected, rtol=1e-15)


@pytest.mark.parametrize("measure", ["euclidean", "manhattan", "correlation", "dtw"])
def test_equal_series_have_distance_0_and_all_distances_are_the_same_both_ways(clustering, series, measure):
    given = series(4, 12, 31)
    given[5], given[11] = given[0], given[0] * 2
    found = clustering.distances(given, measure=measure)
    assert found[0, 5] == found[0, 11] == 0
    assert np.array_equal(found, found.T)
    assert np.array_equal(found[0], found[5])
    # Whatever place a series has in the file.
    assert np.array_equal(clustering.distances(given[::-1], measure=measure), found[::-1, ::-1])
