"""People and teams: how they stand to each other, and the logins that they have on forges."""
