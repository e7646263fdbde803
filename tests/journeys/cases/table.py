"""All situations: name -> what is right, and its variations."""

from __future__ import annotations

from tests.journeys.cases.orders import ORDERS
from tests.journeys.cases.people import PEOPLE
from tests.journeys.cases.pictures import PICTURES
from tests.journeys.cases.post import Situation
from tests.journeys.cases.travels import TRAVELS

CASES: dict[str, Situation] = {**PICTURES, **ORDERS, **PEOPLE, **TRAVELS}
