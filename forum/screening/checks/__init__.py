"""What the screener looks for, one file each. The order, and the reasons, are in `policy.py`."""
