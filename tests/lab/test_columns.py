"""Each kind of column against its definition."""

import numpy as np
import pytest

import lab
from lab.columns import COLUMNS


def made(column, n=10, seed=0):
    """(x1, the column) as they are trained on."""
    x, _ = lab.data.load(lab.Data("line", n=n, seed=seed, columns=(column,)), "float64")
    return x[:, 0], x[:, 1]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (lab.Column("duplicate"), lambda x1: x1),
        (lab.Column("scaled", factor=-2.5), lambda x1: -2.5 * x1),
        (lab.Column("constant", value=0.1), lambda x1: 0 * x1 + 0.1),
        (lab.Column("zero"), lambda x1: 0 * x1),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_a_column_made_from_x1_is_its_formula_to_the_bit(column, expected):
    x1, values = made(column)
    np.testing.assert_array_equal(values, expected(x1))


@pytest.mark.parametrize("rho", [-1.0, -0.3, 0.0, 0.5, 0.99, 1.0])
@pytest.mark.parametrize("n", [3, 10, 1000])
def test_a_correlated_column_has_the_sample_correlation_mean_and_spread_asked_for(rho, n):
    x1, values = made(lab.Column("correlated", rho=rho), n)
    assert np.corrcoef(x1, values)[0, 1] == pytest.approx(rho, abs=1e-12)
    assert values.mean() == pytest.approx(x1.mean())
    assert values.std() == pytest.approx(x1.std())


def test_noise_has_its_mean_and_spread_within_four_standard_errors():
    n = 20_000
    _, values = made(lab.Column("noise", mean=10.0, sd=3.0), n)
    assert abs(values.mean() - 10) < 4 * 3 / np.sqrt(n)
    assert abs(values.std() - 3) < 4 * 3 / np.sqrt(2 * n)


@pytest.mark.parametrize("kind", COLUMNS)
def test_two_columns_of_one_kind_are_equal_only_where_nothing_is_drawn(kind):
    x, _ = lab.data.load(lab.Data("line", columns=(lab.Column(kind), lab.Column(kind))))
    drawn = kind in ("noise", "correlated")
    assert (x[:, 1] == x[:, 2]).all() != drawn


def test_noise_is_drawn_anew_for_each_seed():
    assert not np.isin(made(lab.Column("noise"), seed=0)[1], made(lab.Column("noise"), seed=1)[1]).any()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"kind": "noisy"},
            "`Column.kind` must be one of 'noise', 'constant', 'duplicate', 'scaled', 'zero', 'correlated'; "
            "got 'noisy'. Did you mean 'noise'?",
        ),
        ({"kind": "noise", "sd": -1}, "`Column.sd` must be a number from 0 to 1e+06; got -1."),
        ({"kind": "noise", "mean": "0"}, "`Column.mean` must be a number from -1e+06 to 1e+06; got '0'."),
        ({"kind": "constant", "value": None}, "`Column.value` must be a number from -1e+06 to 1e+06; got None."),
        ({"kind": "scaled", "factor": 1e7}, "`Column.factor` must be a number from -1e+06 to 1e+06; got 10000000.0."),
        ({"kind": "zero", "weight": True}, "`Column.weight` must be a number from -1e+06 to 1e+06; got True."),
        ({"kind": "correlated", "rho": 1.01}, "`Column.rho` must be a number from -1 to 1; got 1.01."),
    ],
)
def test_a_column_that_cannot_be_made_gets_its_sentence(refused, values, sentence):
    with refused(sentence):
        lab.Column(**values)
