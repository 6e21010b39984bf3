"""A package, so that its modules may share names with those of the other folders of tests."""
