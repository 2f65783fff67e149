"""The value of a fact for a program: ISO 8601 dates and times, numbers without scale words."""

from __future__ import annotations

from decimal import Decimal

from translate.document import Fact, FactKind
from translate.language.numbers import Clock, Day, QuantityKind, find_quantities


def plain_value(fact: Fact, language: str) -> dict[str, str]:
    """Return `iso` of a date or time, `number` of an amount with its `currency` or `unit`; nothing of other facts.

    A date or time is read from its value in `language`, since "6" may stand for 6 February in the article ("6-19
    Februari"); an amount from the Indonesian. A number is a string of digits, as some readers of JSON cannot hold
    twelve and a half trillion exactly.

    >>> plain_value(Fact(FactKind.DATE, "Senin, 23/10/2023", "23 October 2023", (0,)), "en")
    {'iso': '2023-10-23'}
    >>> plain_value(Fact(FactKind.AMOUNT, "Rp 12,5 triliun", "Rp 12.5 trillion", (0,)), "en")
    {'number': '12500000000000', 'currency': 'IDR'}
    """
    if fact.kind in (FactKind.DATE, FactKind.TIME):
        wanted = Day if fact.kind is FactKind.DATE else Clock
        values = [q.value for q in find_quantities(fact.value or fact.text, language)]
        return {"iso": str(values[0])} if len(values) == 1 and isinstance(values[0], wanted) else {}
    found = find_quantities(fact.text, "id") if fact.kind is FactKind.AMOUNT else ()
    if len(found) != 1 or not isinstance(value := found[0].value, Decimal):
        return {}
    [quantity] = found
    number = f"{value.normalize():f}"
    if quantity.currency:
        return {"number": number, "currency": quantity.currency}
    unit = "%" if quantity.kind is QuantityKind.PERCENT else fact.text[quantity.end :].strip().lower()
    return {"number": number, "unit": unit} if unit else {"number": number}
