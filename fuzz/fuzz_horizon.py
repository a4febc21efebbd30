"""Fuzzes the reader of phrases: it never raises, and a window's ends are in order."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["tracker"]):
    from tracker.phrases import horizon
    from tracker.records.dates import PartialDate

#: Words that random bytes would not come upon; a byte chooses one.
WORDS = (
    "in within by before after until till from to through or and no than later earlier sooner at"
    " the latest earliest least most as soon not only just about around roughly next this coming"
    " last first second half quarter early mid late end of year years month months week day decade"
    " decades century spring summer fall may March September Q1 H2 2027 2030 2027-03 12/31 5 10 two"
    " three couple few another more so now hence away never won't still unlikely if for ramadan"
    " release reach 50% 年 月 日 内 前 后 底 初 中 末 之 以 左右 最早 最迟 最多 至少 不 会 没 才 起"
    " 都 就 到 至 或 和 从 今年 明年 後年 本世纪 年代 上半年 季度 未来 再过 需要 两 三 十 半 几 個"
    " 的 将 持續 , . - – / ~ 、"
).split()
DAYS = ("0001", "2024", "2024-02-29", "2024-02-16/2024-05-13", "9999-12-31")


def one(data: bytes) -> None:
    """Read bytes as text, and as a sentence of known words."""
    if not data:
        return
    said = PartialDate.parse(DAYS[data[0] % len(DAYS)])
    for text in (
        data[1:].decode(errors="ignore"),
        " ".join(WORDS[byte % len(WORDS)] for byte in data[1:60]),
        "".join(WORDS[byte % len(WORDS)] for byte in data[1:60]),
    ):
        window = horizon.interpret(text, said)
        if isinstance(window, horizon.Unread):
            assert window.words in text or window.words.endswith("…") or not text.strip(), text
        elif window.earliest and window.latest:
            assert window.earliest <= window.latest, text
        assert horizon.read(text, said) == (None if isinstance(window, horizon.Unread) else window)
        for each in horizon.find(text, said):
            assert text[each.start : each.end] == each.phrase


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
