"""The output bias of rare classes: against the softmax and the sigmoid, and against plain descent."""

import numpy as np
import pytest
from scipy.special import expit, softmax

from lab.laws import prior
from lab.laws.frozen import class_entropy

SHARES = np.array([0.9, 0.07, 0.03])


def test_the_bias_says_the_shares():
    assert softmax(prior.bias(SHARES, single=False)) == pytest.approx(SHARES)
    assert expit(prior.bias([0.99, 0.01], single=True)) == pytest.approx([0.01])


def test_the_bias_alone_goes_from_ln_k_to_the_entropy_as_plain_descent_does():
    course = prior.costs(SHARES, False, 0.5, 400)
    b = np.zeros(3)
    for cost in course[:50]:
        assert cost == pytest.approx(-SHARES @ np.log(softmax(b)), rel=1e-12)
        b = b - 0.5 * (softmax(b) - SHARES)
    assert course[0] == pytest.approx(np.log(3))
    assert course[-1] == pytest.approx(class_entropy(SHARES), abs=1e-4)


def test_one_sigmoid_output_learns_as_its_logit_does():
    b, course = 0.0, prior.costs([0.8, 0.2], True, 0.3, 20)
    for cost in course:
        assert cost == pytest.approx(-0.2 * np.log(expit(b)) - 0.8 * np.log(expit(-b)), rel=1e-12)
        b -= 0.3 * (expit(b) - 0.2)


def test_the_steps_are_the_first_that_are_close_enough():
    steps = prior.steps_to(0.05, SHARES, False, 0.5, 1000)
    course = prior.costs(SHARES, False, 0.5, int(steps)) - class_entropy(SHARES)
    assert course[-1] <= 0.05 * course[0] < course[-2]
    assert prior.steps_to(0.05, SHARES, False, 0.5, 3) == np.inf
