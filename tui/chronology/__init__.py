"""The chronology: events by date, the histogram, the date audit."""
