"""Slack: payloads become messages, replies become blocks. Knows neither the network nor the web framework."""
