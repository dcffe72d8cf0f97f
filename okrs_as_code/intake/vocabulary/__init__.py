"""The vocabulary of sheets: aliases of headings and words of cells, from one data file."""
