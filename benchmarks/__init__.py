"""Measures this tool beside others on the same files; `python run.py python -m benchmarks` runs all of it."""
