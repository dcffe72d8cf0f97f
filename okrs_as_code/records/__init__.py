"""Check-ins, agreements and grades: from the words of a person to a file."""
