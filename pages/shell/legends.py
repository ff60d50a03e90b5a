"""Pictures that fit the screen: a legend's columns follow from the width that is there, heights from the window's."""

SYMBOL, LETTER = 36, 6.5  # pixels that a symbol and a letter take
PHONE = 640  # pixels: up to here the knobs stand below the picture
BELOW, BESIDE = 0.42, 0.5  # of the window's height that a picture takes, its axis and legend in it
LEAST = 0.7  # of its own height, at least
BEYOND = 16  # pixels: half of the last label of an axis, which stands beyond the axis' end


def fitted(spec: dict) -> dict:
    """A copy of some Vega-Lite whose legends take more rows where the picture is too narrow for them, as on a phone.

    A picture between two axes of numbers is lower where the window is low, so that its axis is seen with it; rows of
    names and drawings keep their height. Pictures beside each other in one specification are left as they are: they
    have no one width.
    """
    if "layer" not in spec and "mark" not in spec:
        return spec
    copy, high = {"padding": {"right": BEYOND}} | _fitted(spec), spec.get("height")
    if isinstance(high, int) and all(map(_numbers, _heights(spec))):
        share = f"(windowSize()[0] > {PHONE} ? {BESIDE} : {BELOW})"
        lower = f"clamp({share} * windowSize()[1], {LEAST * high:.0f}, {high})"
        copy["params"] = [*copy.get("params", []), {"name": "height", "expr": lower}]
    return copy


def _heights(spec: dict) -> list[dict]:
    """The y channels of all layers that have a field."""
    own = spec.get("encoding", {}).get("y", {})
    inner = [y for layer in spec.get("layer", []) for y in _heights(layer)]
    return [own, *inner] if "field" in own else inner


def _numbers(y: dict) -> bool:
    return y.get("type") == "quantitative" and y.get("axis", {}) is not None


def _fitted(node: object) -> object:
    if isinstance(node, list):
        return [_fitted(each) for each in node]
    if not isinstance(node, dict):
        return node
    copy = {name: each if name in ("data", "datasets") else _fitted(each) for name, each in node.items()}
    legend, scale = copy.get("legend"), copy.get("scale")
    if isinstance(legend, dict) and legend.get("orient") in ("top", "bottom") and isinstance(scale, dict):
        names = scale.get("domain")
        if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
            wide, most = SYMBOL + LETTER * max(map(len, names)), legend.get("columns") or len(names)
            copy["legend"] = legend | {"columns": {"expr": f"max(1, min({most}, floor(width / {wide:.0f})))"}}
    return copy
