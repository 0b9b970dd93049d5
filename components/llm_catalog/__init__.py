"""The catalog of providers: which secret, URL and parameters each takes. Reading it calls no model."""
