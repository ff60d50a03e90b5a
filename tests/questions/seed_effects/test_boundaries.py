"""Do networks from other seeds draw the same boundary?"""

import lab


def test_networks_agree_on_the_examples_and_not_beyond():
    answer = lab.ask("boundaries")
    assert answer.headline.startswith("No: in ")
    assert "of 100 networks have all 60 examples right, and yet in " in answer.note
    assert "100 networks, one seed each, 1,000 epochs" in answer.note
