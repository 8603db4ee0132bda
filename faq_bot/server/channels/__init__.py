"""Slack and Teams over HTTP: who sent it, whether it is new, and what goes back."""
