"""A question in people's own words finds the question of the laboratory that answers it."""

from pathlib import Path

import pytest

import lab
from lab import finding, glossary, known, question
from lab.claims import CLAIMS
from lab.glossary import TERMS
from lab.questions.feature_relevance.speed import TRY

# As people ask on forums; none of it stands in a question's own words. Accepted are all questions that answer it.
ROWS = Path(__file__).with_name("asked.tsv").read_text(encoding="utf-8").splitlines()[1:]
ASKED = {text: right.split(",") for text, right in (row.split("\t") for row in ROWS)}


def test_nine_of_ten_questions_in_other_words_are_answered_within_three_hits():
    missed = [text for text, right in ASKED.items() if not {hit.question for hit in lab.find(text)} & set(right)]
    assert len(missed) <= len(ASKED) // 10, missed


def test_the_set_is_held_out():
    said = {text.lower() for slug in lab.questions() for text in question.named(slug).QUESTION.also}
    assert said & {text.lower() for text in ASKED} == set()


def test_every_question_is_found_by_what_it_asks():
    asked = {slug: question.named(slug).QUESTION.ask for slug in lab.questions()}
    assert [slug for slug, text in asked.items() if slug not in [hit.question for hit in lab.find(text)]] == []


def test_typing_errors_and_other_endings_are_forgiven():
    assert "wall" in [hit.question for hit in lab.find("lerning raet to large, diverging")]
    assert lab.find("initialised weights")[0].question == lab.find("initialized weight")[0].question


def test_hits_are_of_different_questions_and_the_best_comes_first():
    hits = lab.find("why do neurons differ if they see the same data", most=8)
    assert 2 < len({hit.question for hit in hits}) == len(hits) <= 8
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_what_is_far_behind_the_first_hit_is_left_out():
    text = "should I standardise my inputs before training"
    scores = [hit.score for hit in lab.find(text, most=50)]
    assert 1 < len(scores) < 20
    assert min(scores) >= finding.BESIDE * max(scores)


def test_the_address_of_a_hit_shows_its_question():
    for hit in lab.find("w5 = w6, constant column and a learning rate that is too large", most=20):
        assert question.from_address(hit.address)[0] == hit.question


def test_a_claim_comes_with_its_verdict_and_its_settings():
    claim = CLAIMS["S27"]
    hit = lab.find(claim.question, most=1)[0]
    assert (hit.question, hit.title) == ("saturated", claim.question)
    assert hit.verdict.startswith(claim.verdict)
    assert hit.quote == claim.claim  # which is what the verdict is about
    assert claim.claim not in hit.says
    assert question.from_address(hit.address)[1]["seeds"] == 16


def test_what_there_is_to_try_is_found_with_its_settings():
    hit = lab.find("What if the useless column is all ones?", most=1)[0]
    assert (hit.question, question.from_address(hit.address)[1]["column"]) == ("weights", "constant")


def test_a_word_of_the_glossary_says_what_it_means():
    assert lab.find("what is a saddle point?", most=1)[0].says == TERMS["saddle point"].says


@pytest.mark.parametrize(
    "word", ["standardise", "standardize", "normalization", "scaling", "standardization", "momentum"]
)
def test_a_word_alone_finds_first_what_shows_it_and_says_what_it_means_beside_the_answer(word):
    hit = lab.find(word, most=1)[0]
    assert not hit.title.startswith("What does “")
    assert not hit.quote or hit.quote not in hit.says
    first = lab.find("standardise", most=1)[0]
    assert (first.title, first.quote) == ("Should I standardise my inputs before training?", TERMS["standardize"].says)
    assert question.from_address(first.address)[1]["columns"] == "standardised"
    (meaning,) = lab.find("what does standardise mean?", most=1)
    assert (meaning.title, meaning.quote) == ("What does “standardize” mean?", "")


def test_what_has_nothing_to_do_with_it_is_not_near():
    for text in ("how do I bake bread?", "what is the capital of France", "docker cannot be installed"):
        assert all(hit.score < finding.NEAR for hit in lab.find(text))
    assert lab.find("") == lab.find("qqq 🌱") == []


def test_what_a_long_text_asks_counts_more_than_what_it_tells():
    told = "I took a course. We had images of digits. The lecturer showed a softmax at the end. " * 5
    assert lab.find(told + "How many neurons should my hidden layer have?")[0].question == "width"
    assert lab.find("All my weights are equal. What happened?")[0].question == "breaking"  # which asks nothing


def test_of_a_text_of_any_length_something_is_read():
    assert lab.find("why do my neurons stay equal " * 100_000)[0].question == "push"


def test_bad_input_is_refused(refused):
    with refused("`text` must be a str; got 7."):
        lab.find(7)
    with refused("`most` must be a whole number from 1 to 100; got 0."):
        lab.find("seed", most=0)


def test_a_word_in_passing_is_not_near_and_a_term_is():
    for text in ("which is right?", "what should I take?", "is it better?"):
        assert all(hit.score < finding.NEAR for hit in lab.find(text)), text
    for text, right in (("NaN?", "nan"), ("what about multicollinearity", "weights"), ("symmetry breaking", "push")):
        assert lab.find(text, most=1)[0].score > finding.NEAR
        assert right in [hit.question for hit in lab.find(text, most=6)], text


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("training loss is stuck at 2.30 with ten classes", "zeros,check,batch,saturated"),
        ("my loss is stuck at 2.3026", "zeros,check,batch,saturated"),
        ("loss stays at ln 10", "zeros,check,batch,saturated"),
        ("my loss does not decrease, it stays at 2.30", "zeros,check,batch,saturated"),
        ("Is my result on 3 seeds enough to say that dropout helps?", "apart"),
        ("does dropout help? is the difference just luck", "apart"),
        (
            "So a batch is one set of training examples from 1..m? What is the difference between loss and cost?",
            "batch",
        ),
        ("can a dead ReLU unit recover?", "dead"),
        ("Do people force their initial weights in practice?", "repeat"),
        ("my network with 8 hidden sigmoid layers learns nothing", "vanishing"),
        ("relu neuron is dead, will it ever wake up again", "dead"),
        (
            "If each of these neurons uses sigmoid and they all have the exact same data, having different parameters "
            "won't change anything. They would always optimize to the same values, wouldn't they?",
            "push",
        ),
    ],
)
def test_what_people_ask_in_passing_is_answered_first(text, right):
    assert lab.find(text, most=1)[0].question in right.split(",")


@pytest.mark.parametrize(
    "text",
    [
        "should features be scaled", "house size and number of rooms",
        "My features have different units: square metres and rooms. Must I scale them?",
    ],
)  # fmt: skip
def test_a_preset_that_is_nearly_what_is_asked_is_shown_in_place_of_its_question(text):
    hit = lab.find(text, most=1)[0]
    assert hit.question == "speed"
    assert hit.title in TRY
    assert question.from_address(hit.address)[1]["columns"] == "standardised"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "does that mean that some units will have weight and bias parameters that are more optimised than those of "
            "other units because they might by chance be closer to their optimised values?",
            "N05",
        ),
        (
            "Does TF choose to set some of a unit's W_j parameters to zero to exclude certain feature values from a "
            "given training example?",
            "S12",
        ),
        ("Is there one algorithm for each unit, as every unit gets weights of its own from the same inputs?", "S08"),
        ("Equal neurons with different results on the same data: must that be a bug?", "S17"),
    ],
)
def test_a_claim_is_found_by_other_words_and_says_its_verdict(text, claim):
    hit = lab.find(text, most=1)[0]
    assert hit.title == CLAIMS[claim].question
    assert hit.verdict.startswith(CLAIMS[claim].verdict)


@pytest.mark.parametrize("text", ["x2 = x1", "What happens if x_2 = x_1, i.e. two columns are the same?"])
def test_names_with_an_index_are_read_however_they_are_written(text):
    hit = lab.find(text, most=1)[0]
    assert hit.question in ("weights", "plane")
    assert question.from_address(hit.address)[1]["column"] == "x1 once more"


@pytest.mark.parametrize(
    "text",
    [
        "Two of my input columns are the same number in different units (metres and feet). Is that a problem for "
        "gradient descent? What will the weights be?",
        "duplicate columns",
        "I have the same feature twice, in metres and in feet",
    ],
)
def test_a_column_in_two_units_leads_to_a_multiple_of_x1(text):
    hit = lab.find(text, most=1)[0]
    assert (hit.question, question.from_address(hit.address)[1]["column"]) == ("weights", "a multiple of x1")


@pytest.mark.parametrize(
    "text",
    [
        "In the course they say: never initialise all weights to the same value. But I initialised all with 0.5 and my "
        "network with 1 hidden layer still learned XOR a bit, loss went down. Why did it go down?",
        "all weights 0.5",
        "same constant for all weights",
    ],
)
def test_one_constant_for_all_weights_leads_to_such_a_start_and_not_to_what_is_stuck(text):
    first, *others = lab.find(text)
    assert first.question == "frozen"
    assert question.from_address(first.address)[1]["starts"] == ("one constant", "Glorot random")
    assert question.from_address(first.address)[1]["data"] == "xor"
    symptoms = [question.from_address(hit.address)[1]["symptom"] for hit in others if hit.question == "check"]
    assert "It is stuck at chance" not in symptoms


def test_a_loss_that_went_down_is_not_stuck_though_no_word_says_not():
    (hit,) = [hit for hit in lab.find("loss went down", most=9) if hit.question == "check"]
    assert question.from_address(hit.address)[1]["symptom"] == "Everything"


def test_a_loss_function_is_a_loss_and_no_function_in_another_order():
    for asked in ("mathematical expression of the loss function", "is the cost function just C = -log a_7"):
        assert "same" not in [hit.question for hit in lab.find(asked)]


def test_a_range_is_read_as_one_thing():
    ways = ("weights from 0 to 1", "weights between 0 and 1", "weights [0, 1]")
    assert all(finding.features(text)["0..1"] == 1 for text in ways)
    assert "-0.5..0.5" in finding.features("weights from −0.5 to 0.5")


def test_a_method_or_a_number_that_nobody_asked_for_is_not_shown():
    hit = lab.find("does training get rid of a column that is always the same value", most=1)[0]
    assert (hit.question, hit.title) == ("weights", "What if the useless column is all ones?")
    assert lab.find("can L1 get rid of a constant column", most=1)[0].title == "Can L1 get rid of a constant column?"
    assert [hit for hit in lab.find("Is gradient descent a good choice?", most=20) if "10" in hit.title] == []


def test_a_rare_word_that_is_asked_for_says_which_of_the_settings_is_meant():
    for text in ("how many hidden units are enough for XOR", "How many units does XOR need?"):
        assert lab.find(text, most=1)[0].title == "How many units does XOR need?"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("So a batch is one set of training examples from 1…m?", "batch"),
        ("what are logits and why from_logits", "logit"),
        ("Is an epoch one step for each example?", "epoch"),
    ],
)  # fmt: skip
def test_what_a_word_means_stands_with_the_answers_where_that_is_asked(text, term):
    hits = lab.find(text)
    assert [TERMS[term].says in (hit.says, hit.quote) for hit in hits].count(True) == 1
    assert glossary.defined("why is the batch of my network a problem, and is a batch needed?") == ""


def test_what_is_answered_is_near():
    """A false "nothing here says quite that" is worse than a missing one."""
    found = {text: lab.find(text) for text in ASKED}
    answered = [hits for text, hits in found.items() if {hit.question for hit in hits} & set(ASKED[text])]
    assert len([hits for hits in answered if hits[0].score < finding.NEAR]) <= len(answered) // 25


def test_most_of_what_nothing_here_answers_is_not_near():
    far = [
        "How does self-attention in a transformer work?", "pandas KeyError when I select a column",
        "which tokenizer should I use for German text", "How many trees should a random forest have?",
        "what kernel size should I choose for a convolution layer", "what is the ROC curve and AUC",
        "how do I plot a confusion matrix with matplotlib", "how does word2vec make embeddings",
        "should I use max pooling or average pooling", "What loss should I use for object detection?",
        "Can I use transfer learning with 100 images of cats?", "how does a diffusion model generate images",
    ]  # fmt: skip
    assert len([text for text in far if (hits := lab.find(text)) and hits[0].score >= finding.NEAR]) <= len(far) // 4


def test_what_shares_a_few_words_only_is_not_near():
    far = [
        "How do I tokenize text for a transformer?", "how do decision trees split on a feature",
        "Can I use GPT-4 to label my images?", "why does a GAN collapse to a single picture",
    ]  # fmt: skip
    assert [text for text in far if lab.find(text)[0].score >= finding.NEAR] == []


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("my accuracy is stuck at 10% on MNIST, what is wrong", "It is stuck at chance"),
        ("all predictions are the same", "All predictions are the same"),
    ],
)
def test_words_that_some_settings_answer_lead_to_them(text, symptom):
    hit = lab.find(text, most=1)[0]
    assert (hit.question, question.from_address(hit.address)[1]["symptom"]) == ("check", symptom)


def test_something_to_try_says_what_its_question_asks(monkeypatch):
    monkeypatch.setattr(known, "_fresh", lambda slug: True)
    hit = next(hit for hit in lab.find("What if the useless noise has mean 10?") if hit.question == "batches")
    assert (hit.ask, hit.title) == ("Are batches of two faster?", "What if the useless noise has mean 10?")
    assert lab.find("Are batches of two faster?", most=1)[0].ask == ""


def test_numbers_are_read_to_two_digits_and_logarithms_by_their_value():
    assert finding.features("loss 2.3026") == finding.features("loss 2.30") != finding.features("loss 2.4")
    assert finding.features("loss ln 10")["2.3"] == finding.features("loss log(10)")["2.3"] == 1


def test_a_dot_within_a_number_ends_no_sentence():
    assert finding.END.split("It is so. Does it stay at 2.30?Yes.") == ["It is so", " Does it stay at 2.30?", "Yes", ""]


def test_a_title_is_understood_without_its_page_and_every_hit_answers_something(monkeypatch):
    monkeypatch.setattr(known, "_fresh", lambda slug: True)  # what is kept, whether or not a source changed since
    hits = [hit for text in ASKED for hit in lab.find(text)]
    assert [
        hit
        for hit in hits
        if hit.title.startswith("And ") or hit.title.endswith(", too?") or not (hit.says or hit.quote)
    ] == []
    assert lab.find("And in float32?", most=1)[0].question == "bit"


@pytest.mark.parametrize(
    ("asked", "slug"), [("What is wrong with my network?", "check"), ("Which of my csv columns matter?", "table")]
)
def test_what_is_about_the_readers_own_is_not_answered_with_an_example(asked, slug):
    hit = next(each for each in lab.find(asked) if each.question == slug)
    assert hit.says == question.named(slug).BRINGS


@pytest.mark.parametrize(
    ("before", "code", "set_to"),
    [
        ("My loss is NaN.\n", "Sequential([Dense(8, 'relu'), Dense(10, 'softmax')])", {"symptom": "The loss is NaN"}),
        ("How much does the seed matter? ", "Sequential([Dense(8), Dense(10, 'softmax')])", {"train": True}),
        ("It learns nothing for many epochs. ", "Sequential([Dense(8), Dense(10, 'softmax')])", {}),
        (
            "units = 8\n",
            "model = Sequential([Dense(units), Dense(10)])\nmy loss is nan",
            {"symptom": "The loss is NaN"},
        ),
        (
            "",
            "n = 8 model = Sequential([Dense(n), Dense(10)]) All predictions are the same.",
            {"symptom": "All predictions are the same"},
        ),
        ("# the loss is nan\n", "model = Sequential([Dense(8), Dense(10)])", {"symptom": "Everything"}),
        ("It learns nothing. ", "Dense 64 sigmoid, Dense 10 softmax", {}),
    ],
)
def test_what_is_said_beside_a_network_sets_what_is_seen(before, code, set_to):
    slug, settings = question.from_address(lab.find(before + code)[0].address)
    assert (slug, code in " ".join(settings["layers"].split("\n")) or code in settings["layers"]) == ("check", True)
    assert set_to.items() <= settings.items()


def test_a_network_in_a_question_leads_to_where_it_is_checked_and_is_filled_in_there():
    code = "model = Sequential([Input((64,)), Dense(32, activation='relu'), Dense(10, activation='softmax')])"
    first, *others = lab.find(code)
    slug, settings = lab.question.from_address(first.address)
    assert (slug, settings["layers"]) == ("check", code)
    assert "check" not in [hit.question for hit in others]
    unread = lab.find("My Dense(64, relu), Dense(10, softmax) has a loss that is huge, and then NaN.")[0]
    assert unread.question == "check"
    assert lab.find("what does Dense(25) compute")[0].question == "dense"


LOOP = (
    "model = Sequential() model.add(Input((20,))) for _ in range({}):     model.add(Dense(64, activation='sigmoid')) "
    "model.add(Dense(1, activation='sigmoid')) model.compile(SGD(0.01), 'binary_crossentropy')"
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (LOOP.format("depth"), "How often 'for _ in range(depth)' is gone through cannot be known"),
        (LOOP.format(12).replace("     ", " ").replace("model.add(Dense(1", "model.add(ReLU()) model.add(Dense(1"),
         "it cannot be told where the body of 'for _ in range(12):' ends"),
        ("Dense(64), Dense(64), ..., Dense(10)", "'...' is not understood here. Paste the code that makes the network"),
        ("class Net(keras.Model): a = Dense(3) b = Dense(4)", "A model with a class of its own cannot be read"),
        (("model = Sequential() " + "model.add(Dense(8)) " * 700)[: finding.MOST], "Only its first 12,000 characters"),
        ("Sequential([" + "Dense(8), " * 1300, "Only its first 12,000 characters arrived"),
    ],
)  # fmt: skip
def test_a_network_that_cannot_be_read_is_said_not_to_be(text, says):
    hit = lab.find(text)[0]
    slug, settings = question.from_address(hit.address)
    assert (slug, settings["layers"]) == ("check", "" if says.startswith("Only") else text)  # never the page's example
    assert hit.says.startswith("Your network was not read. ")
    assert hit.says.endswith(" The box there takes code with its lines.") == ("lab.checkup" not in hit.says)
    assert says in hit.says


def test_what_is_seen_is_kept_where_the_network_cannot_be_read():
    hit = lab.find("My loss is NaN. Dense(64), Dense(64), ..., Dense(10)")[0]
    assert hit.says.startswith("Your network was not read")
    assert question.from_address(hit.address)[1]["symptom"] == "The loss is NaN"


def test_a_loop_in_one_line_is_filled_in_whole_with_its_lines():
    hit = lab.find(LOOP.format(12))[0]
    settings = question.from_address(hit.address)[1]
    assert " ".join(settings["layers"].split("\n")) == LOOP.format(12)
    assert settings["layers"].split("\n")[2:4] == [
        "for _ in range(12):",
        "    model.add(Dense(64, activation='sigmoid'))",
    ]
    assert (settings["optimizer"], settings["rate"], settings["loss"]) == ("SGD", 0.01, "binary_crossentropy")


def test_a_sentence_that_lists_layers_is_filled_in_with_what_it_says_of_training():
    text = "Dense(128, relu) x 4, Dense(1), mse, SGD(0.1). My loss is NaN"
    settings = question.from_address(lab.find(text)[0].address)[1]
    assert (settings["layers"], settings["symptom"], settings["loss"]) == (text, "The loss is NaN", "mse")
    assert (settings["optimizer"], settings["rate"], settings["data"]) == ("SGD", 0.1, "diabetes")
