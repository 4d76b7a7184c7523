"""Quotations that differ: one utterance in other words, or given to another speaker."""
