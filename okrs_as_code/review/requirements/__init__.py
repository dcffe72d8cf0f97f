"""Requirements: who has to approve which change."""
