"""The rooms of the laboratory: the pages that questions stand on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """One page as navigation and addresses know it.

    Attributes:
        prefix: what the keys of its knobs begin with.
        title: short, in the navigation and in the browser's tab.
        icon: name of a Material symbol, in the navigation.
        tab: an emoji, in the browser's tab (a Material symbol there would be fetched from the internet).
        question: the heading of the page.
        teaser: what one finds there, in a sentence.
    """

    prefix: str
    title: str
    icon: str
    tab: str
    question: str
    teaser: str


PAGES = {
    "home": Room(
        "home_", "Home", "home", "🌱", "What does the starting point do?",
        "What this is, and one thing to move at once.",
    ),
    "softmax_cost": Room(
        "softmax_", "Softmax cost", "percent", "🎯",
        "Softmax and its cost: what makes every output learn?",
        "Move the scores of a softmax and see the probabilities, the cost and the gradient.",
    ),
    "neuron_differentiation": Room(
        "neurons_", "Two neurons", "call_split", "👯",
        "Same input, same rule: what makes two neurons different?",
        "Start two neurons equal, or nearly, and watch how far apart they get.",
    ),
    "feature_relevance": Room(
        "relevance_", "Useless features", "filter_alt", "🧲",
        "Useless or badly scaled features: what does training make of them?",
        "Give a line some useless columns and see where their weights end.",
    ),
    "seed_effects": Room(
        "seeds_", "Luck of the seed", "casino", "🎲",
        "How much depends on the start, and how much is luck?",
        "Train the same network from hundreds of starting points and see where they end.",
    ),
    "check_network": Room(
        "check_", "Check my network", "stethoscope", "🩺",
        "Why does my own network not learn?",
        "Bring a network of Keras, see what is wrong with its start, and train it from many.",
    ),
    "lessons": Room(
        "lessons_", "Lessons", "school", "🎓",
        "Where do I begin?",
        "Questions in an order, with what to look at; and a lesson of your own, made of links.",
    ),
    "claims": Room(
        "claims_", "Claims", "fact_check", "🔎",
        "What are learners told, and does it hold?",
        "Every claim of the laboratory with the figure it has to meet, and what was measured.",
    ),
    "glossary": Room(
        "glossary_", "Glossary", "menu_book", "📖",
        "What do the words mean?",
        "Every word of the laboratory in a sentence, with the question that shows what is meant.",
    ),
}  # fmt: skip
ROOMS = [name for name in PAGES if name not in ("home", "claims", "glossary", "lessons")]  # the pages of questions
