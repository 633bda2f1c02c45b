"""Tell problems to other programs, and remember those that are known already."""
