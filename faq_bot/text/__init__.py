"""Characters become words, readings and facts."""
