"""Name the few colours that every picture of the newsroom shares; nothing here draws."""

NAVY = "#083a66"
BLUE = "#0b4f8a"
MID_BLUE = "#2f7fc1"
SKY = "#8cc0e8"
PALE_SKY = "#c9e0f2"
MIST = "#e4eff7"

WHITE = "#fffdf8"
PAPER = "#f6f1e7"
SAND = "#ebe1cf"
CLAY = "#dccdb3"

VERMILION = "#d9482b"
BRICK = "#b93a20"
CORAL = "#ec8a6e"
BLUSH = "#f6d5c8"

GOLD = "#e9b44c"
OCHRE = "#cb9331"
HONEY = "#f3d591"
CREAM = "#faebc8"

GREEN = "#3f8f5b"
PINE = "#2c6b45"
SAGE = "#8fc0a0"
DEW = "#d5e7d8"

INK = "#1d2733"
SOIL = "#5b4236"

SKIN_LIGHT = "#edbf98"
SKIN = "#dfa67c"
SKIN_WARM = "#c98a60"
SKIN_DEEP = "#a86c48"
