"""Intake: tables that others wrote (sheets, csv, json, Markdown) become objectives, people and check-ins of ours."""
