"""Slack and Teams: what is said there becomes requests, and replies become what can be shown there."""
