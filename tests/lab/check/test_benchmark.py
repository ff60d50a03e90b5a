"""The benchmark of checkups covers every check, and says where each fault was reported."""

from collections import Counter

from lab.check.checkup import CHECKS
from tests.bench.checkup.cases import GROUPS
from tests.bench.checkup.faulty import Faulty

CASES = [case for cases in GROUPS.values() for case in cases]
FAULTY = [case for case in CASES if isinstance(case, Faulty)]
HEALTHY = [case for case in CASES if not isinstance(case, Faulty)]


def test_there_are_faults_for_every_check_and_healthy_models_beside_them():
    assert len(FAULTY) >= 60
    assert len(HEALTHY) >= 40
    assert {check for case in FAULTY for check in case.checks} == set(CHECKS)


def test_every_fault_has_a_name_and_a_source():
    names = Counter(case.name for case in FAULTY + HEALTHY)
    assert [name for name, count in names.items() if count > 1] == []
    assert all(len(case.source) > 10 for case in FAULTY)
