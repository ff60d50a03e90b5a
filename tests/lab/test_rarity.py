"""How rare a class is, as it is said beside a network: with the reader's own digits, and of nothing else."""

import pytest

from lab import rarity

CODE = """
x = layers.Rescaling(1./255)(inputs)
x = layers.Dropout(0.5)(x[:, 1:5])
model = keras.Sequential([Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.fit(x, y, validation_split=0.2, epochs=20)
"""


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("0.2 % positives", 0.002),
        ("2% fraud", 0.02),
        ("0.172 % fraud", 0.00172),
        ("fraud detection: 0.2 % positives", 0.002),
        ("fraud detection, 0,17 % of the transactions", 0.0017),
        ("1 in 500", 0.002),
        ("defects: 1 in 2,000", 0.0005),
        ("99.8 % negatives", 0.002),
        ("99.8 % are class 0", 0.002),
        ("class 1 is 0.2 %", 0.002),
        ("positives: 2%", 0.02),
        ("positive rate 0.2 %", 0.002),
        ("only 2 % of my patients are ill", 0.02),
        ("0.2 % positives, 99.8 % negatives", 0.002),
        ("0.172 % fraud, that is 0.2 % positives", 0.00172),  # of what is alike the most exact
        ("50 of 10,000 transactions are fraud", 0.005),
        ("10 positives and 990 negatives", 0.01),
        ("2 % fraud, accuracy 98 %, dropout 20 %", 0.02),
        ("accuracy is 97 % but the rare class is 5 %", 0.05),
        ("with 2 % positives I get accuracy 98 %", 0.02),
        ("accuracy 99.8 %", None),
        ("dropout 20 %", None),
        ("validation split 0.2", None),
        ("accuracy is 99.8 % but it never finds a fraud", None),
        ("fraud: it finds 5 % of the frauds", None),
        ("recall of the positives is 20 %", None),
        ("accuracy for the rare class is 12 %", None),
        ("97 % right on the rare class", None),
        ("20 % of the data is for validation, fraud detection", None),
        ("it predicts class 1 with 99 %", None),
        ("1 in 500 epochs", None),
        ("class 1 of 10", None),
        ("100 % positives", None),
        ("2 % positives in training, 5 % positives in the test", None),
        ("the loss fell by 20 %", None),
        ("", None),
    ],
)
def test_the_share_of_the_rare_class_is_read_as_it_is_said(text, share):
    assert rarity.said(text) == share
    for post in (text + CODE, " ".join((text + CODE).split()), " ".join((CODE + text).split())):
        assert rarity.said(post) == share


def test_a_share_in_a_comment_is_read_too():
    assert rarity.said(f"y = df['Class']   # 0.172 % fraud{CODE}") == 0.00172
