"""The trusted side: reads submissions, runs the tests, keeps the scores. No student's code runs here."""
