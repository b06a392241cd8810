"""The acts: each asks the gate, lets the rules decide, and writes state, history, timers and messages at once.

To import this package imports every module of it: pages, views, timers and results are registered by their decorators.
"""

import pkgutil
from importlib import import_module

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
