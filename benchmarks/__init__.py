"""What docs/performance.md quotes, runnable: ours and a floor beside it, on the same rows in the same run."""
