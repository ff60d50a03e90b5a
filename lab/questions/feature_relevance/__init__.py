"""What training does with useless inputs: one module a question."""


def forum(option: str) -> str:
    """How an option is shown: what somebody asked in the forum is called so."""
    noise = option.replace("the discussion's noise", "the noise of the forum's question")
    return noise.replace("the discussion's", "as in the forum's question")
