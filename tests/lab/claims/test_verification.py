"""Verifying: what is met and what is not, what is recorded, and what the command line says of it."""

import pytest

import lab.claims
from lab import __main__ as command
from lab.claim import Expected as Figure
from lab.claims import Claim, verification, words


def claim(name="S01", measured=(1.0, 5.0), **fields):
    """A claim that measures what it is told to."""
    figures = (Figure(name="one", expected=1.0), Figure(name="five", expected=4.0, tolerance=1.0))
    return Claim(
        id=name, question="Is it so?", claim="It is so.", source="nobody", page="softmax_cost",
        figures=fields.pop("figures", figures), measure=lambda: measured, **fields,
    )  # fmt: skip


@pytest.fixture
def registry(monkeypatch, tmp_path):
    """registry(claims...): these are the claims now, and the record is empty."""
    monkeypatch.setattr(verification, "RECORD", tmp_path / "verified.json")

    def put(*claims):
        for module in (verification, command):
            monkeypatch.setattr(module, "CLAIMS", {each.id: each for each in claims})

    return put


@pytest.mark.parametrize(
    ("figure", "measured", "met"),
    [
        (Figure(name="", expected=1.0), 1.0, True),
        (Figure(name="", expected=1.0), 1.0 + 1e-15, False),
        (Figure(name="", expected=1.0, tolerance=0.5), 1.5, True),
        (Figure(name="", expected=1.0, tolerance=0.5), 0.4, False),
        (Figure(name="", expected=1.0, way="at most"), 0.5, True),
        (Figure(name="", expected=1.0, way="at most"), 1.1, False),
        (Figure(name="", expected=1.0, way="at least"), 1.0, True),
        (Figure(name="", expected=1.0, way="at least"), 0.9, False),
        (Figure(name="", expected=1.0, tolerance=9.0), float("nan"), False),
        (Figure(name="", expected=1.0, way="at most"), float("nan"), False),
    ],
)
def test_a_figure_is_met_within_its_tolerance_or_bound(figure, measured, met):
    assert figure.met_by(measured) is met


def test_what_was_measured_stands_beside_what_was_expected():
    rows = verification.verify(claim(measured=(1.0, 5.5)))
    assert rows["measured"].tolist() == [1.0, 5.5]
    assert rows["met"].tolist() == [True, False]
    assert words.table(rows)["expected"].tolist() == ["1 exactly", "4 ± 1"]


def test_a_claim_that_measures_too_little_is_refused(refused):
    with refused("S01 has 2 figures, and 1 were measured."):
        verification.verify(claim(measured=(1.0,)))


def test_the_verdict_is_filled_with_what_was_measured():
    only = claim(verdict="holds only when", because="the second is {1}.")
    assert words.verdict(only, verification.verify(only)) == "holds only when the second is 5."
    wrong = claim(measured=(0.0, 5.0))
    assert words.verdict(wrong, verification.verify(wrong)) == "outside its tolerance: one"
    assert words.verdict(wrong, verification.verify(wrong)[:0]) == "not verified yet"
    plain = claim()
    assert words.verdict(plain, verification.verify(plain)) == "holds"


def test_some_claims_are_recorded_and_the_others_stay(registry):
    registry(claim("S01"), claim("L02", (1.0, 3.0)))
    verification.write(verification.verify_all())
    registry(claim("S01"), claim("L02", (1.0, 4.0)))
    verification.write(verification.verify_all(["l02"]))
    assert verification.last()["measured"].tolist() == [1.0, 4.0, 1.0, 5.0]


def test_the_command_ends_with_0_if_all_is_met_1_if_not_and_2_without_such_a_claim(registry, capsys):
    registry(claim("S01"), claim("S02", (2.0, 5.0)))
    assert command.main(["claims", "S01"]) == 0
    assert command.main(["claims"]) == 1
    said = capsys.readouterr()
    assert "NOT met" in said.out
    assert "S02 outside its tolerance: one" in said.out
    assert "50 % S02" in said.err
    with pytest.raises(SystemExit, match="2"):
        command.main(["claims", "S99"])
    assert "There is no claim 'S99'" in capsys.readouterr().err


def test_the_command_records_only_when_told_to(registry):
    registry(claim("S01"))
    command.main(["claims"])
    assert not verification.RECORD.exists()
    command.main(["claims", "--write"])
    assert verification.last()["id"].tolist() == ["S01", "S01"]


def test_a_word_finds_a_claim_wherever_it_stands():
    claims = {"S01": claim(), "S02": claim("S02", verdict="does not hold", because="Because of Adam.")}
    assert [each.id for each in words.found(claims, "ADAM so")] == ["S02"]
    assert [each.id for each in words.found(claims, "")] == ["S01", "S02"]
    assert words.found(claims, "nonsense") == []


def test_a_claim_without_its_reason_is_refused(refused):
    with refused("S01: `because` must say when, or what else."):
        claim(verdict="does not hold")


def test_the_registry_is_by_id():
    assert all(name == each.id for name, each in lab.claims.CLAIMS.items())
