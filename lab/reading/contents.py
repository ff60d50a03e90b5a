"""The bytes of a file together with what was read of them: both go when nobody holds the file any more."""


class Contents(bytes):
    """Bytes that keep what was made of them, in `made`; pickled they are plain bytes.

    Attributes:
        made: any key -> what was made of the bytes with it; the first ones go where there are more than `MOST`.
    """

    MOST = 4

    def of(self, key: object, make):
        """What `make()` made for this key the first time."""
        made = vars(self).setdefault("made", {})
        if key not in made:
            made[key] = make()
            for old in list(made)[: -self.MOST]:
                del made[old]
        return made[key]

    def __reduce__(self):
        return bytes, (bytes(self),)
