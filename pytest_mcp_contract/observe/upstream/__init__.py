"""Traffic between a tool and the API behind it: recorded, matched, replayed."""
