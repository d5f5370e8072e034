"""Results: what an agreement promised to change, period by period, who reports it and who approves what is reported."""
