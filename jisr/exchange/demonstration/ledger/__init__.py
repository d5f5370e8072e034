"""The invented ledger: a strategy and programmes of others, of the visibly invented region."""
