"""Send letters, once each: make them personal, sign them, hand them over, and keep the ledger.

`build` never imports this room, nor anything that it needs.
"""
