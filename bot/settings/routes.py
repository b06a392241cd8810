"""What can be wrong with the rules that send requests to cells."""

from collections.abc import Collection, Sequence

from bot.settings.values import Faults
from domain.coverage import takes_all, unreachable
from domain.requests import KINDS, SOURCES
from domain.routing import Rule


def faults(routes: Sequence[Rule], categories: Collection[str]) -> Faults:
    for n, rule in enumerate(routes):
        yield from ((f"routes[{n}]", f"the route {rule.name} {fault}") for fault in _of_rule(rule, categories))
    if not routes or not takes_all(routes[-1]):
        yield "routes", "the last route takes everything: give it a name and a level alone"
    for n in unreachable(routes):
        yield f"routes[{n}]", f"the route {routes[n].name} is never reached: those above take it all"


def _of_rule(rule: Rule, categories: Collection[str]) -> list[str]:
    found = [f"names a category that is not listed: {code}" for code in rule.categories if code not in categories]
    found += [f"names {code}; kinds are {', '.join(KINDS)}; sources {', '.join(SOURCES)}"
              for code in (*rule.kinds, *rule.sources) if code not in (*KINDS, *SOURCES)]
    if not (rule.level or rule.cell or rule.unit):
        found.append("leads nowhere: give it a level, a cell or a unit")
    return found
