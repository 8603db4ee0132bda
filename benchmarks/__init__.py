"""Speed, side by side in one run: figures for the notes and docs, never asserted in tests."""
