"""Writes a registry of any size: realistic records in Chinese and English, one per file.

    python benchmarks/generate.py 10000 /tmp/registry --seed 1

The same seed gives the same bytes. Of the records that fell due before DAY, one in thirty has no
verdict yet, about as many as in a real registry.
"""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta
from pathlib import Path

from tracker.records.dates import PartialDate, add_years

__all__ = ["DAY", "record", "write"]

#: The day to ask for: `tracker due --as-of`.
DAY = date(2026, 6, 30)

SUBJECTS = (
    "China-made AI chips", "A film from a script", "GPT-6", "Robotaxis", "A household robot",
    "The cost of inference", "Open models", "An AI mathematician", "Humanoid robots",
    "Fusion power", "Quantum computers", "Gene therapies", "Solid-state batteries",
    "Satellite internet",
)  # fmt: skip
DEEDS = (
    "reach {n}% of the performance of last year's best", "are sold in {n} countries",
    "cost less than {n} dollars", "pass {n} of 100 professional exams",
    "serve {n} million people a day", "are used by {n} of the 500 largest companies",
)  # fmt: skip
#: A quote is a start, a time by kind of deadline, and an end.
STARTS = (
    "我認為", "肯定会有很多家推出类似的工具，", "你把电影剧本录入，", "未來", "大家都低估了，",
    "look, I've been wrong about this before, but ", "we are going to have it ", "my bet is ",
)  # fmt: skip
TIMES = {
    "by": ("在{n}年內", "{n}年内", "within {n} years"),
    "between": ("{m}到{n}年内", "{m} to {n} years"),
    "not_before": ("至少{n}年", "at least {n} years"),
    "undated": ("", "", ""),
}
ENDS = (
    "，中國自產芯片的整體性能能夠達到A100的{k}%以上",
    "，它就能做出电影，哪怕不是非常完美，第{k}版也行",
    "，微軟將在德國投資{k}億歐元，重點發展人工智能",
    ", and {k} companies will say they did it first",
    ", something that {k}% of people would call general", ", not one lab but {k} of them",
)  # fmt: skip
HEDGES = ("", "hedge: 可能\n", "hedge: I believe\n", "hedge: 一定\n")
TAGS = ("models", "chips", "video", "robots", "market", "policy", "science", "agi")
HEAD = "# yaml-language-server: $schema=../schema/prediction.schema.json\n"
VERDICTS = ("correct", "incorrect", "incorrect", "partial", "ambiguous")


def record(rng: random.Random, number: int) -> str:
    """The text of one record, about 20 lines."""
    years = rng.randint(2, 12)
    day = date(2016, 1, 1) + timedelta(days=rng.randrange((DAY - date(2016, 1, 1)).days))
    said = PartialDate.parse(str(day) if rng.random() < 0.7 else day.strftime("%Y-%m"))
    kind = rng.choices(
        ("by", "between", "not_before", "undated", "after_event"), (60, 18, 6, 12, 4)
    )
    time = rng.choice(TIMES.get(kind[0], ("",))).format(n=years, m=years - 1)
    deed = f"{rng.choice(SUBJECTS)} {rng.choice(DEEDS).format(n=rng.randint(2, 99))}"
    deadline, end = _deadline(rng, number, kind[0], time, years, said)
    lines = [
        HEAD,
        f"claim: {deed}, says speaker {number % 997} of panel {number % 89}.\n",
        f"quote: {rng.choice(STARTS)}{time}{rng.choice(ENDS).format(k=rng.randint(2, 999))}\n",
        f"quote_en: They said that {deed.lower()}, or {number % 7} times as much of it\n",
        f"speaker: speaker-{number % 200}\n",
        f"source: source-{number % 50}\n"
        if number % 4
        else f"source: https://example.org/{number}\n",
        f"made_on: {said}\n",
        rng.choice(HEDGES),
        *deadline,
        "criteria:\n",
        f"  correct: Two independent reports say, with figures, that {deed.lower()} by the end.\n",
        "  incorrect: At the end no such report exists, or they show less than the claim.\n",
        f"tags: [{', '.join(rng.sample(TAGS, rng.randint(1, 3)))}]\n",
    ]
    if end is not None and end < DAY and rng.random() < 0.967:
        return "".join([*lines, *_verdict(rng, number, kind[0], said, end)])
    lines.append("status: open\n")
    if rng.random() < 0.2:
        lines.append("updates:\n  - date: 2026-07-01\n    note: Nothing yet. 尚無進展\n")
    if end is None and rng.random() < 0.95:
        lines.append("review:\n  next: 2027-03-01\n  why: A report comes then.\n")
    return "".join(lines)


def _deadline(
    rng: random.Random, number: int, kind: str, time: str, years: int, said: PartialDate
) -> tuple[list[str], date | None]:
    """The lines of a deadline, and the day on which it ends; None without one."""
    end = add_years(said.last, years)
    match kind:
        case "by":
            window = f"  latest: {end}\n"
        case "between":
            window = f"  earliest: {add_years(said.first, years - 1)}\n  latest: {end}\n"
        case "not_before":
            window = f"  earliest: {end}\n"
        case "after_event" if number:
            after = f"r{rng.randrange(number):07d}"
            return ["deadline:\n", f"  kind: after_event\n  after: {after}\n  within: P2Y\n"], None
        case _:
            return ["deadline:\n", "  kind: undated\n"], None
    return ["deadline:\n", f"  as_said: {time}\n", f"  kind: {kind}\n", window], end


def _verdict(rng: random.Random, number: int, kind: str, said: PartialDate, end: date) -> list[str]:
    """The verdict of a record whose deadline has passed."""
    status = rng.choice(VERDICTS)
    happened = end - timedelta(days=rng.randrange(200)) if status == "correct" else None
    if kind == "not_before":
        status, happened = "correct", None
    resolved = happened or end + timedelta(days=1)
    return [
        f"status: {status}\n",
        "resolution:\n",
        f"  resolved_on: {resolved}\n",
        f"  happened_on: {happened}\n" if happened else "",
        "  note: 兩份獨立報告說明了這一點. Two independent reports were found and read.\n",
        "  evidence:\n",
        f"    - url: https://example.org/reports/{number}\n",
        "      title: A report\n",
        "      publisher: Example Institute\n",
        f"      published_on: {resolved}\n",
    ]


def write(count: int, folder: Path, *, seed: int = 1, valid: bool = True) -> None:
    """Write a registry of `count` records; unless `valid`, each has an unknown status."""
    rng = random.Random(seed)
    (folder / "predictions").mkdir(parents=True)
    (folder / "seeds").mkdir()
    people = "".join(
        f"speaker-{n}:\n  name: 說話人 {n}\n  name_en: Speaker {n}\n" for n in range(200)
    )
    (folder / "seeds" / "people.yaml").write_text(people, encoding="utf-8")
    for number in range(50):
        card = f"title: 來源 {number}\ntitle_en: Source {number}\nlanguage: zh-Hant\n"
        (folder / "seeds" / f"source-{number}.yaml").write_text(card, encoding="utf-8")
    for number in range(count):
        text = record(rng, number)
        if not valid:
            text = text.replace("\nstatus: ", "\nstatus: un", 1)
        path = folder / "predictions" / f"r{number:07d}.yaml"
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--invalid", action="store_true", help="an unknown status in each record")
    args = parser.parse_args()
    write(args.count, args.folder, seed=args.seed, valid=not args.invalid)


if __name__ == "__main__":
    main()
