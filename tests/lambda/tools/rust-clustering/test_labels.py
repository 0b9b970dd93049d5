"""Labels against scikit-learn's HDBSCAN.

Edges of the spanning tree often have one length: that of the core distance of a point that they share. scikit-learn leaves their
order to numpy's unstable sort, which differs from processor to processor, and now and then a label with it. Ours is stable. Most
of these tests make scikit-learn's stable too, and compare every label.
"""

import itertools

import numpy as np
import pytest
from aeon.distances import dtw_pairwise_distance, euclidean_pairwise_distance
from sklearn.cluster import HDBSCAN
from sklearn.cluster._hdbscan import hdbscan
from sklearn.metrics import adjusted_rand_score

# scikit-learn warns of its own code.
pytestmark = pytest.mark.filterwarnings("ignore:Conversion of an array:DeprecationWarning")


@pytest.fixture
def by_scikit_learn(monkeypatch):
    def process_mst(edges):
        return hdbscan.make_single_linkage(edges[np.argsort(edges["distance"], kind="stable")])

    monkeypatch.setattr(hdbscan, "_process_mst", process_mst)
    return labels_of


def labels_of(distances: np.ndarray, **parameters) -> list[int]:
    return HDBSCAN(metric="precomputed", copy=True, **parameters).fit(distances).labels_.tolist()


@pytest.mark.parametrize(("seed", "count"), [(1, 20), (2, 57), (3, 150), (4, 300)])
@pytest.mark.parametrize(("measure", "by_aeon"), [("euclidean", euclidean_pairwise_distance), ("dtw", dtw_pairwise_distance)])
def test_labels_are_those_of_scikit_learn_on_aeons_distances(clustering, series, by_scikit_learn, measure, by_aeon, seed, count):
    given = series(seed, count, 40)
    expected = by_scikit_learn(by_aeon(given), min_cluster_size=5)
    assert len(set(expected)) > 1
    found = clustering.labels(given, measure=measure, normalise=False, min_cluster_size=5)
    assert found == expected


@pytest.mark.parametrize("measure", ["euclidean", "manhattan", "correlation", "dtw"])
def test_clear_groups_are_found_as_by_scikit_learn_as_it_is(clustering, series, measure):
    given = series(11, 120, 60, shapes=5, walks=0)
    distances = clustering.distances(given, measure=measure)
    found = clustering.labels(given, measure=measure, min_cluster_size=5)
    assert max(found) >= 4
    assert adjusted_rand_score(labels_of(distances, min_cluster_size=5), found) == 1


@pytest.mark.parametrize("method", ["eom", "leaf"])
@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_every_parameter_means_what_it_means_in_scikit_learn(clustering, series, by_scikit_learn, seed, single, method):
    given = series(seed, 20 + 25 * seed, 12, shapes=1 + seed % 4, walks=0.2 * (seed % 3))
    distances = clustering.distances(given, measure="euclidean")
    middle = float(np.median(distances))
    sizes, epsilons = [(2, None), (3, 1), (5, 8), (9, 3)], [0.0, middle / 4, middle / 2, middle, 2 * middle]
    seen = set()
    for (size, samples), epsilon in itertools.product(sizes, epsilons):
        for most, alpha in [(None, 1.0), (12, 1.0), (None, 1.7)]:
            parameters = {
                "min_cluster_size": size,
                "min_samples": samples,
                "cluster_selection_method": method,
                "cluster_selection_epsilon": epsilon,
                "allow_single_cluster": single,
                "max_cluster_size": most,
                "alpha": alpha,
            }
            try:
                expected = by_scikit_learn(distances, **parameters)
            except KeyError:
                # scikit-learn fails where the only cluster isn't the one of all points, and some point stayed out of it.
                assert single
                assert most
                continue
            assert clustering.labels(given, measure="euclidean", **parameters) == expected, parameters
            seen.add(max(expected))
    assert len(seen) > 1


@pytest.mark.parametrize("measure", ["euclidean", "manhattan", "correlation", "dtw"])
@pytest.mark.parametrize("seed", range(4))
def test_with_many_ties_labels_are_those_of_a_stable_sort(clustering, by_scikit_learn, measure, seed):
    random = np.random.default_rng(seed)
    given = random.integers(0, 3, size=(60, 4)).astype(float)
    distances = clustering.distances(given, measure=measure, normalise=False)
    for size, samples, single in [(2, 1, False), (3, None, True), (5, 2, False), (5, 5, True)]:
        parameters = {"min_cluster_size": size, "min_samples": samples, "allow_single_cluster": single}
        expected = by_scikit_learn(distances, **parameters)
        assert clustering.labels(given, measure=measure, normalise=False, **parameters) == expected, parameters


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("copies", [2, 6])
def test_copies_of_a_series_are_clustered_as_scikit_learn_does(clustering, series, by_scikit_learn, copies, single):
    given = np.repeat(series(7, 12, 20), copies, axis=0)
    distances = clustering.distances(given, measure="euclidean")
    for size in (2, copies, copies + 1):
        parameters = {"min_cluster_size": size, "allow_single_cluster": single}
        assert clustering.labels(given, measure="euclidean", **parameters) == by_scikit_learn(distances, **parameters)


def test_identical_series_are_one_cluster_only_if_that_is_allowed(clustering, by_scikit_learn):
    given = np.tile([1.0, 2.0, 4.0], (9, 1))
    for measure in ("euclidean", "manhattan", "correlation", "dtw"):
        assert clustering.labels(given, measure=measure, min_cluster_size=3) == [-1] * 9
        assert clustering.labels(given, measure=measure, min_cluster_size=3, allow_single_cluster=True) == [0] * 9
    zeros = np.zeros((9, 9))
    assert by_scikit_learn(zeros, min_cluster_size=3) == [-1] * 9
    assert by_scikit_learn(zeros, min_cluster_size=3, allow_single_cluster=True) == [0] * 9


@pytest.mark.parametrize("count", range(2, 8))
def test_few_series_are_clustered_as_scikit_learn_does(clustering, series, by_scikit_learn, count):
    given = series(count, count, 6)
    distances = clustering.distances(given, measure="manhattan")
    for size, samples, single in itertools.product(range(2, count + 1), range(1, count + 1), [False, True]):
        parameters = {"min_cluster_size": size, "min_samples": samples, "allow_single_cluster": single}
        assert clustering.labels(given, measure="manhattan", **parameters) == by_scikit_learn(distances, **parameters), parameters
