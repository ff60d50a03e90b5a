"""Legends that fit the screen: their columns follow from the width that the picture has when it is drawn."""

SYMBOL, LETTER = 36, 6.5  # pixels that a symbol and a letter take


def fitted(spec: dict) -> dict:
    """A copy of some Vega-Lite whose legends take more rows where the picture is too narrow for them, as on a phone.

    Pictures beside each other in one specification are left as they are: they have no one width.
    """
    return _fitted(spec) if "layer" in spec or "mark" in spec else spec


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
