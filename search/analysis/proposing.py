"""p"""
from __future__ import annotations
from search.topicrows import TopicRow
def proposed(texts, mentions, events) -> tuple[TopicRow, ...]:
    return ()
