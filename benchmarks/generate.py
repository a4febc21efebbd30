"""Writes a registry of any size: seeded, Chinese and English, one record a file, like real ones.

    python benchmarks/generate.py 10000 /tmp/registry --seed 1

The same seed gives the same bytes. Whatever fell due before DAY has its verdict, but for one in
thirty, which is about what this project's own registry holds.
"""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta
from pathlib import Path

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
QUOTES = (
    "我認為在{n}年內，中國自產芯片的整體性能能夠達到A100的90%以上",
    "肯定会有很多家推出类似的文生视频工具，{n}年内会出现",
    "在{n}年内，你把电影剧本录入，它就能做出电影，哪怕不是非常完美",
    "未來{n}年，微軟將在德國投資32億歐元，重點發展人工智能",
    "within {n} years we'll have something that most people would call general",
    "I'd be surprised if it took more than {n} years, and I've been wrong about this before",
)
HEDGES = ("", "hedge: 可能\n", "hedge: I believe\n", "hedge: 一定\n")
TAGS = ("models", "chips", "video", "robots", "market", "policy", "science", "agi")
HEAD = "# yaml-language-server: $schema=../schema/prediction.schema.json\n"
VERDICTS = ("correct", "incorrect", "incorrect", "partial", "ambiguous")


def record(rng: random.Random, number: int) -> str:
    """The text of one record, about 20 lines."""
    years = rng.randint(1, 12)
    made_on = date(2016, 1, 1) + timedelta(days=rng.randrange((DAY - date(2016, 1, 1)).days))
    end = made_on.replace(year=made_on.year + years, day=min(made_on.day, 28))
    deed = f"{rng.choice(SUBJECTS)} {rng.choice(DEEDS).format(n=rng.randint(2, 99))}"
    deadline, has_end = _deadline(rng, number, years, made_on, end)
    lines = [
        HEAD,
        f"claim: {deed} within {years} years, says speaker {number % 997}.\n",
        f"quote: {rng.choice(QUOTES).format(n=years)}\n",
        f"speaker: speaker-{number % 200}\n",
        f"source: source-{number % 50}\n"
        if number % 4
        else f"source: https://example.org/{number}\n",
        f"made_on: {made_on if rng.random() < 0.7 else made_on.strftime('%Y-%m')}\n",
        rng.choice(HEDGES),
        *deadline,
        "criteria:\n",
        f"  correct: By {end} two independent reports state, with figures, that {deed.lower()}.\n",
        f"  incorrect: By {end} no such report exists, or they show less than the claim.\n",
        f"tags: [{', '.join(rng.sample(TAGS, rng.randint(1, 3)))}]\n",
    ]
    if has_end and end < DAY and rng.random() < 0.967:
        return "".join([*lines, *_verdict(rng, number, made_on, end)])
    lines.append("status: open\n")
    if rng.random() < 0.2:
        lines.append("updates:\n  - date: 2026-03-01\n    note: Nothing yet. 尚無進展\n")
    if not has_end and rng.random() < 0.95:
        lines.append("review:\n  next: 2027-03-01\n  why: A report comes then.\n")
    return "".join(lines)


def _deadline(
    rng: random.Random, number: int, years: int, made_on: date, end: date
) -> tuple[list[str], bool]:
    """The lines of a deadline, and whether it ends on a day."""
    said = (
        f"  as_said: {years}年內\n" if rng.random() < 0.6 else f"  as_said: within {years} years\n"
    )
    kind = rng.choices(
        ("by", "between", "not_before", "undated", "after_event"), (60, 18, 6, 12, 4)
    )
    match kind[0]:
        case "by":
            window = f"  kind: by\n  latest: {end}\n"
        case "between":
            window = f"  kind: between\n  earliest: {made_on}\n  latest: {end}\n"
        case "not_before":
            window = f"  kind: not_before\n  earliest: {end + timedelta(days=1)}\n"
        case "after_event" if number:
            after = f"r{rng.randrange(number):07d}"
            return ["deadline:\n", f"  kind: after_event\n  after: {after}\n  within: P2Y\n"], False
        case _:
            return ["deadline:\n", "  as_said: soon\n  kind: undated\n"], False
    return ["deadline:\n", said, window], True


def _verdict(rng: random.Random, number: int, made_on: date, end: date) -> list[str]:
    status = rng.choice(VERDICTS)
    earliest = max(made_on, end - timedelta(days=300))
    happened = earliest + (end - earliest) / 2 if status == "correct" else None
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
    """Write a registry of `count` records; not `valid`: each has an unknown word as its status."""
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
