"""Tasks: orders to units, from running text, lists and tables.

`walk` goes once down an outline and gives every passage what it inherits; `find_orders` asks the passages for orders.
"""

from collections.abc import Iterable, Iterator, Sequence

from nlp.tasks.executors import charged_with_all, executors_in
from nlp.tasks.news import news_passages, told_once
from nlp.tasks.order import Inherited, Order, Section, Units
from nlp.tasks.passage import Passage, TablePassage
from nlp.tasks.passages import walk
from nlp.tasks.prose import EVERYONES, orders_in
from nlp.tasks.references import refers, with_references
from nlp.tasks.speaker import Speaker, places_of
from nlp.tasks.tables.flattened import with_rows
from nlp.tasks.tables.indicators import indicators_in
from nlp.tasks.tables.orders import orders_in_table

__all__ = [
    "EVERYONES",
    "Inherited",
    "Order",
    "Passage",
    "Section",
    "Speaker",
    "TablePassage",
    "Units",
    "charged_with_all",
    "executors_in",
    "find_orders",
    "indicators_in",
    "news_passages",
    "places_of",
    "told_once",
    "walk",
    "with_rows",
]


def find_orders(
    passages: Sequence[Passage | TablePassage], speaker: Speaker, everyone: Units, unassigned: bool = False
) -> list[Order]:
    """The orders in `passages`, in their order; `everyone` are the units to whom the whole document speaks.

    With `unassigned`, points among tasks that no words give to a unit are orders too, without a lead.
    """
    orders = list(all_orders(passages, speaker, everyone, unassigned))
    if not refers(orders):
        return orders
    if not everyone:  # the points handed out by their numbers speak to nobody else
        orders = list(all_orders(passages, speaker, (), True))
    return [order for order in with_references(orders) if order.lead or unassigned]


def all_orders(
    passages: Iterable[Passage | TablePassage], speaker: Speaker, everyone: Units, unassigned: bool
) -> Iterator[Order]:
    """The orders in `passages`, each for whom its own words or those above it name."""
    for passage in passages:
        if isinstance(passage, TablePassage):
            yield from orders_in_table(passage.table, passage.path, passage.inherited, speaker)
        else:
            yield from orders_in(passage, speaker, everyone, unassigned)
