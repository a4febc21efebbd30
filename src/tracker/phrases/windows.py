"""From a time clause to a window of days: the deadline policy. Pure.

Where the policy leaves room, a claim is never called overdue too soon: deadlines count from the
last day of `made_on`, beginnings from its first, lower bounds from its last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.phrases import calendar
from tracker.phrases.amounts import Amount
from tracker.phrases.grammar import Clause
from tracker.phrases.negation import negation
from tracker.phrases.parts import Part, Word
from tracker.records.dates import Duration, PartialDate, add_days

__all__ = ["Horizon", "window"]

Kind = Literal["by", "between", "not_before", "never"]

_POINT = "an earlier event counts, too"
_ABOUT = "'about' doesn't change the date"
_COUPLE = "a couple means two"
_FEW = "'at least a few' means at least two"
_DECEMBER = "the end of a year means December"
_AFTER = "'after' a period means after its last day"
_DAY_TOO = "'日前' includes that day"
_LAST = "the later of the two dates is the deadline"
_ALONE = "an amount of time without a preposition is read as 'in' that time"
_BY = "the deadline is the last day of the period"
_ONE_DAY = Duration("", 0, 1)


@dataclass(frozen=True, slots=True)
class Horizon:
    """A window: days inclusive, None where the kind has no such end.

    `assumed` is one sentence on what the policy decided and the speaker did not say, or None.
    """

    kind: Kind
    earliest: date | None
    latest: date | None
    assumed: str | None = None


def window(clause: Clause, words: Sequence[Word], made_on: PartialDate) -> Horizon | None:
    """The window of a clause said on a day; None if it is unclear or already past."""
    negated = negation(clause, words)
    if negated is None or Part.THROUGH in clause.before or _is_twofold(clause, words):
        return None
    if isinstance(clause.time, Amount):
        horizon = _amount(clause.time, clause, made_on, negated=negated)
    else:
        horizon = _period(clause.time, clause, made_on, negated=negated)
    if horizon is None or not _is_ahead(horizon, made_on):
        return None
    is_about = any(word.about for word in words[clause.first : clause.last])
    sentence = "; ".join(filter(None, (horizon.assumed, _ABOUT if is_about else None)))
    assumed = f"{sentence[0].upper()}{sentence[1:]}." if sentence else None
    return Horizon(horizon.kind, horizon.earliest, horizon.latest, assumed)


def _is_twofold(clause: Clause, words: Sequence[Word]) -> bool:
    """Whether two periods make no window: in 2026 and 2028; by 2026-27, which can be one season."""
    if isinstance(clause.time, Amount):
        return False
    core = words[clause.core : clause.behind]
    if "between" in core[0].lead and len(clause.time) == 1:
        return True
    if clause.has(Part.BY) and any(word.part is Part.DASH and word.numbers for word in core):
        return True
    if not any(word.part is Part.AND for word in core):
        return False
    years = [period[Part.YEAR][1] for period in clause.time if period.keys() == {Part.YEAR}]
    is_one = len(years) == 2 and years[1] == years[0] + 1
    return not (is_one or "between" in core[0].lead or clause.has(Part.AMID))


def _is_ahead(horizon: Horizon, made_on: PartialDate) -> bool:
    if horizon.kind == "not_before":
        return horizon.earliest is not None and horizon.earliest > made_on.last
    if horizon.latest is None or horizon.latest < made_on.first:
        return False
    return horizon.earliest is None or horizon.earliest <= horizon.latest


def _amount(
    amount: Amount, clause: Clause, made_on: PartialDate, *, negated: bool
) -> Horizon | None:
    """An amount of time: within two years, in 3 to 5 years, at least ten years, 十年之后."""
    lower = _is_lower(clause, negated=negated)
    if not _is_sure(amount, clause, lower=lower) or _could_be_a_year(amount, clause, made_on):
        return None
    notes = [_COUPLE] if amount.is_couple else []
    if lower:
        notes += [_FEW] if amount.is_few else []
        return Horizon("not_before", amount.low.after(made_on.last), None, "; ".join(notes))
    latest = amount.high.after(made_on.last)
    if amount.low != amount.high:
        notes += [_ALONE] if clause.is_bare else []
        earliest = amount.low.after(made_on.first)
        return Horizon("between", earliest, latest, "; ".join(notes)) if earliest < latest else None
    if not clause.has(Part.WITHIN, Part.UNDER, Part.NEXT, Part.INSIDE, Part.AMID, Part.LATEST):
        is_point = clause.has(Part.IN, Part.AWAY, Part.BEHIND, Part.TAKES, Part.TO)
        notes += [_POINT] if is_point else [_ALONE, _POINT]
    return Horizon("by", None, latest, "; ".join(notes))


def _is_lower(clause: Clause, *, negated: bool) -> bool:
    if negated or clause.has(Part.EARLIEST, Part.AT_LEAST, Part.OR_MORE, Part.UNTIL):
        return True
    if clause.has(Part.OVER) and clause.has(Part.AWAY):
        return True
    return clause.after[:2] == (Part.BEHIND, Part.ONLY_THEN)  # 十年后才能


def _is_sure(amount: Amount, clause: Clause, *, lower: bool) -> bool:
    """Whether the words around an amount make one meaning."""
    if amount.is_few and not clause.has(Part.AT_LEAST):
        return False
    if clause.has(Part.LATEST) and amount.low != amount.high:
        return False
    if clause.is_bare and amount.low == amount.high == _ONE_DAY:
        return False  # one day, 有一天: some day
    if clause.has(Part.BY, Part.AHEAD, Part.AFTER) or (clause.has(Part.BEFORE) and not lower):
        return False  # by two years: a difference; 三年前: ago
    within = (Part.WITHIN, Part.UNDER, Part.NEXT, Part.INSIDE, Part.AMID, Part.LATEST)
    if clause.has(Part.EARLIEST) and clause.has(*within):
        return False
    if clause.has(Part.FROM) and not clause.has(Part.BEHIND, Part.INSIDE):
        return clause.before[:1] == (Part.IN,) or Part.IN in clause.before  # in from three to eight
    if clause.has(Part.ONLY_THEN) and not lower and amount.low == amount.high:
        return False  # 还要三年才能: in three years, or not before
    if clause.has(Part.FOR) and not lower:
        return False  # "for five years" says how long
    return not clause.has(Part.OVER) or lower or clause.has(Part.NEXT)


def _could_be_a_year(amount: Amount, clause: Clause, made_on: PartialDate) -> bool:
    """25年内 said in 2024 can be within 25 years or within 2025; 115年 can be 2026 in Taiwan."""
    if not amount.in_years or clause.has(Part.NEXT, Part.TAKES, Part.AT_LEAST):
        return False
    year = {2: 2000, 3: 1911}.get(amount.digits)
    if year is None:
        return False
    return made_on.first.year <= year + amount.number <= made_on.last.year + 20


def _period(
    periods: Sequence[calendar.Period], clause: Clause, made_on: PartialDate, *, negated: bool
) -> Horizon | None:
    """A period of the calendar: by 2027, in 2026, before March, 明年年底, 2026 or 2027."""
    notes: list[str] = []
    head, tail = periods[0], periods[-1]
    begin = calendar.span(head, made_on.first, notes)
    begin_late = calendar.span(head, made_on.last, notes)
    end = calendar.span(tail, made_on.last, notes)
    if begin is None or begin_late is None or end is None or begin[0] > end[1]:
        return None
    if calendar.is_without_year(head) and begin != begin_late:
        return None  # "in May", said in some month of 2024
    if not _is_clear(clause, ranged=len(periods) == 2):
        return None
    notes = list(dict.fromkeys(notes))
    before = clause.has(Part.BEFORE, Part.AHEAD)
    if before and head.get(Part.PHASE) == (calendar.EARLY,):
        notes.clear()  # it ends where the period begins
    at_end = tail.get(Part.PHASE) == (calendar.END,)
    if clause.has(Part.AFTER) or _is_bound(clause) or (negated and before and not at_end):
        span = end if clause.has(Part.AFTER) else begin_late
        return _bound(span, clause, head, notes)
    latest = end[1]
    if before and Part.DAY in tail and clause.has(Part.AHEAD):
        notes.append(_DAY_TOO)
    elif before and not at_end:
        latest = add_days(begin_late[0], -1)
    is_by = before or _is_by(clause, head)
    if negated:
        if not is_by and begin[0] > made_on.last:
            return None  # "not in 2030" leaves the years before it open
        return Horizon("not_before", add_days(latest, 1), None, "; ".join(notes))
    is_range = len(periods) == 2
    if is_by or (
        not is_range and (at_end or Part.DAY in tail or tail.get(Part.SPAN) == (1200, 50))
    ):
        notes += [_LAST] if is_range else []
        notes += [_BY] if _is_by_period(clause, tail, is_range=is_range) else []
        return Horizon("by", None, latest, "; ".join(notes))
    return Horizon("between", max(begin[0], made_on.first), latest, "; ".join(notes))


def _is_by(clause: Clause, head: calendar.Period) -> bool:
    return clause.has(Part.BY, Part.LATEST, Part.WITHIN, Part.INSIDE, Part.TO) or (
        Part.IN_YEAR in head
    )


def _is_by_period(clause: Clause, tail: calendar.Period, *, is_range: bool) -> bool:
    """Whether "by" names a period, which other readers end on its first day."""
    is_by = clause.has(Part.BY, Part.TO) and not clause.has(Part.BEFORE, Part.AHEAD)
    return is_by and not is_range and not tail.keys() & {Part.DAY, Part.PHASE}


def _is_bound(clause: Clause) -> bool:
    return clause.has(Part.EARLIEST, Part.AT_LEAST, Part.OR_MORE, Part.UNTIL, Part.ONLY_THEN) or (
        clause.has(Part.FROM) and clause.has(Part.ONWARDS, Part.IN) and bool(clause.after)
    )


def _is_clear(clause: Clause, *, ranged: bool) -> bool:
    """Whether the words around a period make one meaning."""
    if clause.has(Part.NEXT, Part.BEHIND, Part.UNDER, Part.MORE, Part.TAKES, Part.OVER):
        return False  # 2028年后 is said of 2028 too, and of the years after it
    by = clause.has(Part.BY, Part.LATEST, Part.WITHIN, Part.INSIDE)
    lower, after = _is_bound(clause), clause.has(Part.AFTER)
    before = clause.has(Part.BEFORE, Part.AHEAD)
    if lower + before + after > 1 or ((lower or after) and by) or (ranged and (before or after)):
        return False
    return not clause.has(Part.FROM) or lower or ranged  # "from 2026": a beginning, and no more


def _bound(
    span: tuple[date, date], clause: Clause, head: calendar.Period, notes: list[str]
) -> Horizon | None:
    """A lower bound by the calendar: as early as 2026, not until March, after 2030."""
    if clause.has(Part.AFTER):
        return Horizon("not_before", add_days(span[1], 1), None, "; ".join([*notes, _AFTER]))
    if head.get(Part.PHASE) == (calendar.END,):
        if clause.has(Part.UNTIL) or not head.keys() <= {Part.PHASE, Part.YEAR}:
            return None  # "until the end of 2030": through it, or up to it?
        notes = [*notes, _DECEMBER]
    return Horizon("not_before", span[0], None, "; ".join(notes))
