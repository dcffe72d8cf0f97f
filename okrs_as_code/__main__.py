"""`python -m okrs_as_code`: the command `okrs` of a checkout that is not installed."""

from okrs_as_code.cli.main import main

if __name__ == "__main__":
    main()
