"""Hold the example newsroom's illustrations, each a function that returns SVG."""
