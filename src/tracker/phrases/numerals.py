"""Small numbers as people write them, in English and Chinese. Pure; knows no calendar."""

from __future__ import annotations

__all__ = ["CHINESE", "ENGLISH", "ORDINALS", "chinese", "english"]

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = dict(zip(_ONES + _TEENS, range(1, 20), strict=True)) | dict(
    zip(_TENS, range(20, 100, 10), strict=True)
)
_ORDINAL_ONES = "first second third fourth fifth sixth seventh eighth ninth".split()
_ORDINAL_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth".split()
ORDINALS = {word: place for place, word in enumerate(_ORDINAL_ONES + _ORDINAL_TEENS, 1)}
_SIGNS = ("零〇", "一", "二两俩", "三", "四", "五", "六", "七", "八", "九")
_DIGITS = {sign: value for value, signs in enumerate(_SIGNS) for sign in signs}

# Regular expressions of what `english` is given, and of one character of what `chinese` is given.
ENGLISH = (
    rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES)})\b)?|{'|'.join(reversed(_TEENS))}|"
    rf"(?:{'|'.join(_ONES)}|a) hundred|(?:(?:a|one) )?dozen|{'|'.join(_ONES)}"
)
CHINESE = "[一二两俩三四五六七八九十百]"


def english(text: str) -> int:
    """`twenty-five` -> 25, `a dozen` -> 12, `two hundred` -> 200."""
    words = text.replace("-", " ").split()
    size = {"dozen": 12, "hundred": 100}.get(words[-1], 1)
    numbers = words if size == 1 else words[:-1]
    return size * (sum(_WORDS.get(word, 1) for word in numbers) or 1)


def chinese(text: str) -> tuple[int, int] | None:
    """`二十五` -> (25, 25), `两三` -> (2, 3), `三五` -> (3, 5); None where it is no such number.

    Two neighbouring digits are a range (七八年 is seven to eight years), so both ends are given.
    """
    if text == "一百":
        return 100, 100
    head, ten, tail = text.partition("十")
    if ten:
        if len(head) > 1 or len(tail) > 1 or not all(sign in _DIGITS for sign in head + tail):
            return None
        value = _DIGITS.get(head, 1) * 10 + _DIGITS.get(tail, 0)
        return value, value
    if not all(sign in _DIGITS for sign in text):
        return None
    digits = [_DIGITS[sign] for sign in text]
    if len(digits) == 1:
        return digits[0], digits[0]
    if len(digits) == 2 and (digits[1] == digits[0] + 1 or text == "三五"):
        return digits[0], digits[1]
    return None
