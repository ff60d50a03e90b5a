"""How sure a mean is: against draws, and against the bell curve."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from lab.seeds import report
from lab.seeds.scored import amount


def test_so_many_seeds_keep_the_mean_within_what_is_wanted():
    """Of 4,000 means of n draws 95 % lie within; 4 standard errors of such a share are 0.014."""
    n = report.seeds_within(4.41, 1.0)
    means = np.random.default_rng(4).normal(0.0, 4.41, (4000, n)).mean(axis=1)
    assert n == 75
    assert (np.abs(means) < 1.0).mean() == pytest.approx(0.95, abs=0.014)
    assert stats.norm.ppf(0.975) == pytest.approx(report.Z, abs=1e-4)


def test_the_rule_has_the_standard_error_of_ten_seeds_and_its_unit():
    said = report.rule("held-out accuracy", 77.7, 4.41)
    assert "10 seeds give an error of 1.39 points. To be 95 % sure of the mean to ± 1 point takes 75 seeds" in said
    assert "± 0.03 takes" in report.rule("training cost", 0.3, 0.1)


def test_a_spread_that_a_few_failed_runs_make_is_said_to_be_theirs():
    others = np.random.default_rng(4).normal(94.0, 1.0, size=190)
    said = report.failures("held-out accuracy", pd.Series([*others, *[33.0] * 8, *[66.0] * 2, np.nan]))
    assert "the few runs that failed: 10 of 200 (5 %) end far behind, with 66 % or worse; " in said
    assert f"the others differ by {amount(others.std(ddof=1))} point" in said
    assert report.failures("held-out accuracy", pd.Series(others)) == ""
    assert report.failures("held-out accuracy", pd.Series([np.nan])) == ""
    assert "with 1.5 or worse" in report.failures("training cost", pd.Series([*(others / 1000), 1.5, 2.0]))
