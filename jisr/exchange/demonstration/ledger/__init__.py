"""The invented ledger of the invented region: a strategy beside programmes of others, and agreements that are paid."""
