"""Cycles: their names, their days, and when check-ins are due in them."""
