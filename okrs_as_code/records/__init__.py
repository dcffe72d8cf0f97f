"""Check-ins, agreements and grades: from what a person says to a file."""
