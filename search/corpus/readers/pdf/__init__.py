"""PDF: pages, columns, paragraphs."""
