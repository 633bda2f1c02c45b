"""Mend in source files what is safe to mend, and never touch a word."""
