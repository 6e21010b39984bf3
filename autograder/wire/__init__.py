"""What may cross between the trusted and the untrusted side, and how: all that the two share."""
