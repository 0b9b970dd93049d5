"""The algorithm of rust-clustering as a program of this machine, without Lambda: series in, labels or distances out."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest


@dataclass(frozen=True)
class Clustering:
    program: Path
    folder: Path

    def file(self, series: np.ndarray) -> Path:
        """A series file; its numbers are written so that not a bit is lost."""
        path = self.folder / "series.csv"
        path.write_text("".join(f"s{number},{','.join(map(repr, row))}\n" for number, row in enumerate(series.tolist())))
        return path

    def distances(self, series: np.ndarray, **parameters: Any) -> np.ndarray:
        matrix = self.folder / "distances"
        self.run(self.file(series), f"distances={matrix}", **parameters)
        return np.fromfile(matrix).reshape(len(series), len(series))

    def labels(self, series: np.ndarray, *modes: str, environment: Mapping[str, str] = {}, **parameters: Any) -> list[int]:
        return json.loads(self.run(self.file(series), *modes, environment=environment, **parameters))["labels"]

    def run(self, file: Path, *modes: str, environment: Mapping[str, str] = {}, **parameters: Any) -> str:
        command = [self.program, file, json.dumps(parameters), *modes]
        return subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True).stdout


@pytest.fixture
def clustering(clustering_program: Path, tmp_path: Path) -> Clustering:
    return Clustering(clustering_program, tmp_path)


@pytest.fixture
def series():
    """Series of `shapes` shapes, each shifted and bent a little, and some that are walks at random."""

    def make(seed: int, count: int, length: int, shapes: int = 3, walks: float = 0.1) -> np.ndarray:
        random = np.random.default_rng(seed)
        shape = random.normal(size=(shapes, length)).cumsum(axis=1)
        rows = [np.roll(shape[random.integers(shapes)], random.integers(-2, 3)) for _ in range(count)]
        made = np.array(rows) * random.uniform(0.5, 2, (count, 1)) + random.normal(size=(count, length)) * 0.2
        walking = random.random(count) < walks
        made[walking] = random.normal(size=(int(walking.sum()), length)).cumsum(axis=1)
        return made + random.uniform(-50, 50, (count, 1))

    return make
