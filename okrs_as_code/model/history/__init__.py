"""History of a plan: statuses and progress week by week, changes between two days, and the rhythm of check-ins."""
