"""Office files: Word, OpenDocument, slides, sheets, rich text, electronic books."""
