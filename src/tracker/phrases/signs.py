"""One form of every sign: simplified characters, small letters, one kind of dash and of blank."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["HAN", "plain"]

HAN = re.compile("[\u3007\u3400-\u9fff]")

# The traditional characters of the vocabulary, then the many forms of one sign, each as one.
_SIGNS = str.maketrans(
    "內後個兩從過還來週禮會遠絕沒無難達實現開紀間裡裏約終數幾將這於遲財當經節頂規劃畫計歲預隻對億"
    "長時準確號農曆歷閏陰選舉運奧屆賽國華歐業產壇誕慶動驗齡職營線環細調關點葉發佈說萬報邊辦製術許"
    "輕載創爭亞僅減雙層備復斷舊標畢療離稱簽級結續維緩臘獲見議論購輩邁錯陸順頒鴻黃學餘倆別機啟啓併並碼銷貳顆臺輛噸纔祇認覺測擬夠為們拚"
    "○◯‐‑‒–—―−∼〜～﹣’‘`´、",
    "内后个两从过还来周礼会远绝没无难达实现开纪间里里约终数几将这于迟财当经节顶规划划计岁预只对亿"
    "长时准确号农历历闰阴选举运奥届赛国华欧业产坛诞庆动验龄职营线环细调关点叶发布说万报边办制术许"
    "轻载创争亚仅减双层备复断旧标毕疗离称签级结续维缓腊获见议论购辈迈错陆顺颁鸿黄学余俩别机启启并并码销二颗台辆吨才只认觉测拟够为们拼"
    "〇〇-------~~~-''''/",
)


def plain(text: str) -> tuple[str, list[int]]:
    """One form of every sign, small letters, single spaces and none beside Chinese; and places."""
    signs: list[str] = []
    places: list[int] = []
    previous = " "
    for place, sign in enumerate(text):
        for part in _one_form(sign):
            if part == " " and (previous == " " or HAN.match(previous)):
                continue
            if previous == " " and signs and HAN.match(part):
                signs.pop()
                places.pop()
            signs.append(part)
            places.append(place)
            previous = part
    return "".join(signs), places


@lru_cache(maxsize=4096)
def _one_form(sign: str) -> str:
    if unicodedata.category(sign) == "Cf":
        return ""  # zero-width and direction marks
    plain = unicodedata.normalize("NFKC", sign).casefold().translate(_SIGNS)
    return "".join(" " if part.isspace() else part for part in plain)
