"""Sources: files of every format that is read, as tables of cells."""
