"""An entity's page: its names, its mentions in context, its time, its company, its words."""

from __future__ import annotations

from search.model import Entity, Profile
from search.narrowing import Narrowing
from search.store import Store


def profile_of(store: Store, view: Narrowing, entity: Entity, query: str) -> Profile:
    """Everything known of `entity` within what a query selects."""
    raise NotImplementedError
