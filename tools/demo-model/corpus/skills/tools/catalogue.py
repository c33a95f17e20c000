"""Tools that people try first."""

from __future__ import annotations

from corpus.skills.tools.kinds.answers import CALCULATOR, ORDER, SEARCH, SHARES, TRANSLATE
from corpus.skills.tools.kinds.errands import CALENDAR, EMAIL, LIGHTS, REMINDER
from corpus.skills.tools.kinds.places import TIME, WEATHER

CATALOGUE = (WEATHER, WEATHER, TIME, SEARCH, CALCULATOR, CALENDAR, TRANSLATE, EMAIL, LIGHTS, SHARES, REMINDER, ORDER)
