"""What a selection of documents shows: lists, comparison, claims, alignment, profile, audit."""
