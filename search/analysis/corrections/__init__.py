"""The reader's corrections, applied to names and dates, and whether each still finds what it corrects."""
