"""The model of OKRs: the shape of every file, and pure arithmetic over it. No input or output, no clock."""
