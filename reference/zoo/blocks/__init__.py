"""Building blocks: functions from tensor to tensor, and layers where a block has state or randomness."""
