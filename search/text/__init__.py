"""Text as such: cleaned, folded, cut into paragraphs and sentences, analysed into words, worded for people."""
