"""How a plan came to stand where it does: statuses and progress, week by week."""
