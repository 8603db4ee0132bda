"""Flask: API, pages and health; the only room that knows HTTP."""
