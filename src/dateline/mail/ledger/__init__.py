"""Keep the ledger of sending, which is the queue: who is to get an edition, and what became of it.

Every function works inside the caller's transaction.
"""
