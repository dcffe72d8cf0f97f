"""The repository as git has it: the only room that starts git."""
