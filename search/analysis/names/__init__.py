"""Named-entity recognition: a rule layer over the optional language model."""
