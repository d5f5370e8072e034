"""The ledger: strategies that are compared, agreements that are paid, calls that reach people."""
