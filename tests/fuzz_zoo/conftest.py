"""One run over the whole zoo, which every test reads."""

from collections.abc import Mapping

import pytest

from tests.fuzz_zoo.animals import CASES
from tests.fuzz_zoo.cases import Told, told


@pytest.fixture(scope="session")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Told]:
    """What was found of each broken server and of each twin."""
    return told(tmp_path_factory.mktemp("fuzz_zoo"), CASES)
